package dev.otpost.web.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The HTTP server: answers what stands in the table of {@link Resource}s, and 404, 405 or 413 with
 * a sentence to everything else. Safe for any number of threads.
 *
 * <p>It has the operator's port, and perhaps one for those outside, at which there is nothing but
 * what is for them. {@code POST /login} and {@code POST /logout} are its own.
 */
public final class WebServer implements AutoCloseable {

  /** How long {@link #close} waits for answers that are under way, in seconds. */
  static final int CLOSE_SECONDS = 1;

  private final Gate gate;

  /** The operator's, and that for those outside if there is one. */
  private final List<Door> doors;

  private WebServer(Gate gate, List<Door> doors) {
    this.gate = gate;
    this.doors = List.copyOf(doors);
  }

  /**
   * Listens from now on, in the clear.
   *
   * @throws IOException if an address cannot be had, with a message that says which and what to do
   */
  public static WebServer start(HttpSettings settings, List<Resource> resources)
      throws IOException {
    return start(settings, resources, Optional.empty());
  }

  /**
   * Listens from now on.
   *
   * @param encryption of all connections; empty if they are to be in the clear
   * @throws IOException if an address cannot be had, with a message that says which and what to do
   */
  public static WebServer start(
      HttpSettings settings, List<Resource> resources, Optional<Encryption> encryption)
      throws IOException {
    var gate = new Gate(settings);
    var doors = new ArrayList<Door>();
    try {
      var all = Stream.concat(resources.stream(), Login.resources(gate).stream()).toList();
      doors.add(open(false, settings.host(), settings.port(), all, gate, settings, encryption));
      if (settings.outside().isPresent()) {
        var outside = settings.outside().get();
        doors.add(
            open(
                true,
                outside.host(),
                outside.port(),
                resources.stream().filter(it -> it.audience() == Audience.OUTSIDE).toList(),
                gate,
                settings,
                encryption));
      }
      return new WebServer(gate, doors);
    } catch (IOException | RuntimeException e) {
      doors.forEach(Door::close);
      throw e;
    }
  }

  private static Door open(
      boolean outside,
      String host,
      int port,
      List<Resource> resources,
      Gate gate,
      HttpSettings settings,
      Optional<Encryption> encryption)
      throws IOException {
    try {
      var address =
          new InetSocketAddress(
              host.isEmpty() ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host),
              port);
      return Door.open(
          address,
          new Face(new Resources(resources), gate, outside),
          settings.limits(),
          encryption);
    } catch (IOException e) {
      var section = outside ? "http.public" : "http";
      throw new IOException(
          "cannot listen for HTTP on %s, port %d (%s)"
                  .formatted(host.isEmpty() ? "*" : host, port, e.getMessage())
              + ": set %s.host and %s.port to an address of this machine and a free port"
                  .formatted(section, section),
          e);
    }
  }

  /** Where it listens: the port is the one that was found if any was asked for. */
  public InetSocketAddress address() {
    return doors.getFirst().address();
  }

  /** Likewise for those outside; empty if they come to the operator's. */
  public Optional<InetSocketAddress> outsideAddress() {
    return doors.stream().skip(1).map(Door::address).findFirst();
  }

  /** From now on with the password and the tokens in these settings. */
  public void useAccessOf(HttpSettings settings) {
    gate.use(settings.access());
  }

  /** Takes no more requests, and cuts off those that are not answered after a short while. */
  @Override
  public void close() {
    doors.forEach(Door::close);
    var connections = doors.stream().flatMap(door -> door.lobby().all().stream()).toList();
    // Streams of events, for one: they would go on.
    connections.stream().filter(Connection::isTold).forEach(Connection::interrupt);
    awaitAnswers();
    connections.forEach(
        connection -> {
          connection.cut();
          connection.interrupt();
        });
  }

  private void awaitAnswers() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    try {
      for (var door : doors) {
        door.lobby().awaitEmpty(until);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
