package dev.otpost.intake.smtp;

import dev.otpost.intake.body.Capacity;
import dev.otpost.message.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for SMTP clients and hands their mail to a {@link Receiver}; a client is told 250 only
 * after the receiver has said {@link dev.otpost.message.Reply.Accepted}.
 *
 * <p>Each client has a virtual thread; the receiver is called on it. Safe for any number of
 * threads.
 */
public final class SmtpListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SmtpListener.class);

  /** The time a session has to say its last words before it is cut. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Host host;
  private final List<Door> doors;
  private final Timekeeper timekeeper;

  private SmtpListener(Host host, List<Door> doors, Timekeeper timekeeper) {
    this.host = host;
    this.doors = doors;
    this.timekeeper = timekeeper;
  }

  /**
   * Listens from the time it returns on, whatever {@link SmtpSettings#enabled} says.
   *
   * @param capacity what the bodies of mails may take, shared with whoever else takes mail in
   * @throws IOException if it cannot listen there; the message names the address and port and says
   *     what to do
   */
  public static SmtpListener start(
      SmtpSettings settings, Receiver receiver, Capacity capacity, InstantSource clock)
      throws IOException {
    return start(settings, receiver, capacity, Onlooker.NOBODY, clock);
  }

  /** The same, and somebody is told what happens. */
  public static SmtpListener start(
      SmtpSettings settings,
      Receiver receiver,
      Capacity capacity,
      Onlooker onlooker,
      InstantSource clock)
      throws IOException {
    var events = new Events(onlooker);
    var lobby = new Lobby(settings.limits().crowd());
    var host =
        new Host(
            settings,
            new Commands(settings, capacity, receiver, clock, events),
            Credentials.of(settings.tls(), settings.hostname()),
            lobby,
            events,
            new Lingering(settings.limits().crowd().connections()),
            new Lingering(Host.TURNED_AWAY));
    var doors = new ArrayList<Door>();
    try {
      doors.add(open(host, "smtp.port", settings.port(), false));
      if (settings.tls().port().isPresent()) {
        doors.add(open(host, "smtp.tls.port", settings.tls().port().get(), true));
      }
      return new SmtpListener(
          host,
          List.copyOf(doors),
          Timekeeper.start(lobby, events, settings.limits().times().write()));
    } catch (IOException | RuntimeException e) {
      close(doors);
      throw e;
    }
  }

  private static Door open(Host host, String key, int port, boolean secureAtOnce)
      throws IOException {
    var settings = host.settings();
    try {
      return Door.open(host, new InetSocketAddress(address(settings.host()), port), secureAtOnce);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for SMTP on %s port %d: %s. Set smtp.host to an address of this machine and %s to a free port, or stop the program that has it; ports below 1024 need CAP_NET_BIND_SERVICE"
              .formatted(named(settings), port, e.getMessage(), key),
          e);
    }
  }

  private static InetAddress address(String host) throws IOException {
    try {
      return host.isEmpty() ? new InetSocketAddress(0).getAddress() : InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("this name has no address", e);
    }
  }

  private static String named(SmtpSettings settings) {
    return settings.host().isEmpty() ? "*" : settings.host();
  }

  /** The port it listens on: the configured one, or the free one that was found for 0. */
  public int port() {
    return doors.getFirst().port();
  }

  /** The port on which TLS comes first, if there is one. */
  public Optional<Integer> securePort() {
    return doors.stream().skip(1).map(Door::port).findFirst();
  }

  /** Reads certificate and key again; what cannot be read is left as it was. */
  public void reloadCertificate() {
    host.credentials().reload();
  }

  /** The address it listens on, as configured; {@code *} for all of this machine's. */
  public String host() {
    return named(host.settings());
  }

  /** How many sessions are under way. */
  public int sessions() {
    return host.lobby().taken();
  }

  /**
   * The last moment at which the certificate that is shown is good; empty if otpost made it itself,
   * and will make another one.
   *
   * @throws IOException if there is none to be shown
   */
  public Optional<Instant> certificateEnds() throws IOException {
    return host.settings().tls().files().isEmpty()
        ? Optional.empty()
        : Optional.of(host.credentials().expires());
  }

  /** Whether clients are being accepted. */
  public boolean isListening() {
    return doors.stream().allMatch(Door::isOpen) && !host.lobby().isClosing();
  }

  /**
   * Takes no mail any more: the port is left, idle clients are told 421, mails under way are given
   * {@link SmtpSettings.Limits.Times#close} to be taken in, then everything is cut. It takes no
   * longer than that and two seconds, even if the receiver does not return. Closing twice does no
   * harm.
   */
  @Override
  public void close() {
    close(doors);
    host.lobby().end(host.limits().times().close(), LAST_WORDS);
    timekeeper.close();
  }

  private static void close(List<Door> doors) {
    for (var door : doors) {
      try {
        door.close();
      } catch (IOException e) {
        log.atDebug().setCause(e).log("door_not_closed");
      }
    }
  }
}
