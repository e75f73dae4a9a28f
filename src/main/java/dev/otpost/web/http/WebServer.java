package dev.otpost.web.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

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
    return start(settings, resources, Optional.empty(), Faults.PLAIN);
  }

  /**
   * Listens from now on.
   *
   * @param encryption of all connections; empty if they are to be in the clear
   * @param faults for who looks at the operator's port
   * @throws IOException if an address cannot be had, with a message that says which and what to do
   */
  public static WebServer start(
      HttpSettings settings,
      List<Resource> resources,
      Optional<Encryption> encryption,
      Faults faults)
      throws IOException {
    var gate = new Gate(settings);
    var doors = new ArrayList<Door>();
    try {
      var all = Stream.concat(resources.stream(), Login.resources(gate).stream()).toList();
      var inside = new Face(new Resources(all), gate, faults, false);
      doors.add(open("http", settings.host(), settings.port(), inside, settings, encryption));
      if (settings.outside().isPresent()) {
        var outside = settings.outside().get();
        var theirs = resources.stream().filter(it -> it.audience() == Audience.OUTSIDE).toList();
        var face = new Face(new Resources(theirs), gate, Faults.PLAIN, true);
        doors.add(open("http.public", outside.host(), outside.port(), face, settings, encryption));
      }
      return new WebServer(gate, doors);
    } catch (IOException | RuntimeException e) {
      doors.forEach(Door::close);
      throw e;
    }
  }

  private static Door open(
      String section,
      String host,
      int port,
      Face face,
      HttpSettings settings,
      Optional<Encryption> encryption)
      throws IOException {
    try {
      var address =
          new InetSocketAddress(
              host.isEmpty() ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host),
              port);
      return Door.open(address, face, settings.limits(), encryption);
    } catch (IOException e) {
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

  /**
   * From now on with the password and the tokens in these settings. Not without any, if it listens
   * for others than this machine: where it listens does not change before the next start.
   */
  public void useAccessOf(HttpSettings settings) {
    if (settings.access().isOpen() && !address().getAddress().isLoopbackAddress()) {
      log.atError()
          .addKeyValue(
              "because",
              "http.password and http.token are gone, and otpost listens for others than this"
                  + " machine until it is started anew; what was to be shown still is")
          .log("http_not_opened");
      return;
    }
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
