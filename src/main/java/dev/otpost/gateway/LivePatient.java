package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.delivery.RouteSettings;
import dev.otpost.delivery.SkyvernClient;
import dev.otpost.doctor.Patient;
import dev.otpost.doctor.Trail;
import dev.otpost.doctor.Way;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Reply;
import dev.otpost.message.Sighting;
import dev.otpost.message.Source;
import dev.otpost.message.Voucher;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue;
import dev.otpost.spool.SideDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The otpost of these settings, seen by its spool, whether it is this process or another. For one
 * thread, and one test.
 */
public final class LivePatient implements Patient, AutoCloseable {

  private final Settings settings;
  private final String configuration;
  private final Running running;
  private final Way way;
  private final InstantSource clock;
  private @Nullable Queue queue;

  /** Since when it runs; empty if it does not. */
  public interface Running {
    Optional<Instant> since() throws IOException;
  }

  /**
   * Nothing is opened yet.
   *
   * @param configuration what is said of how it was read
   * @param server where the listener is, if the settings do not say it
   */
  public LivePatient(
      Settings settings,
      String configuration,
      Running running,
      Optional<Server> server,
      InstantSource clock) {
    this.settings = settings;
    this.configuration = configuration;
    this.running = running;
    this.way = way(settings.smtp(), server);
    this.clock = clock;
  }

  /** Where an SMTP server is. */
  public record Server(String host, int port) {}

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public Optional<Instant> runningSince() throws IOException {
    return running.since();
  }

  @Override
  public Way way() {
    return way;
  }

  private static Way way(SmtpSettings smtp, Optional<Server> server) {
    if (!smtp.enabled() && server.isEmpty()) {
      return new Way.SideDoor(smtp.recipients());
    }
    var at = server.orElse(new Server(reachable(smtp.host()), smtp.port()));
    return new Way.Listener(
        smtp.recipients(),
        at.host(),
        at.port(),
        smtp.hostname(),
        isProxy(smtp.access(), reachable(smtp.host())) && at.host().equals(reachable(smtp.host())));
  }

  /** What listens on all addresses is asked at the one that every machine has. */
  static String reachable(String host) {
    return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
  }

  /** Whether we, who come from this very machine, are taken for a load balancer. */
  private static boolean isProxy(SmtpSettings.Access access, String host) {
    try {
      return !access.proxies().isEmpty() && access.isProxy(InetAddress.getByName(host));
    } catch (IOException e) {
      return false; // That it cannot be reached shows when it is tried.
    }
  }

  @Override
  public boolean posts(String route) {
    return !settings.delivery().unpushed().contains(route);
  }

  @Override
  public String skyvern(String route) {
    return route(route).skyvern().baseUrl().toString();
  }

  @Override
  public Voucher voucher(Identifier identifier, String route, String code) throws IOException {
    return queue().voucher(identifier, route, code);
  }

  @Override
  public Reply handIn(Address recipient, byte[] mail) throws IOException {
    try (var spool = SideDoor.open(settings.spool(), clock)) {
      var envelope =
          new Envelope(Source.INGEST, recipient.value(), List.of(recipient), "", clock.instant());
      return Gateway.of(settings, spool, clock).receive(envelope, mail);
    }
  }

  @Override
  public Optional<Trail> trail(String route, Identifier identifier, String code)
      throws IOException {
    var entry = queue().newest(new Lane(route, identifier));
    if (entry.isEmpty()) {
      // One that was not known for a test went by the rules for other mail.
      entry = queue().newest(Lane.of(identifier));
    }
    return entry.isEmpty() ? Optional.empty() : Optional.of(trail(entry.get(), code));
  }

  private Trail trail(Entry entry, String code) throws IOException {
    var content = queue().content(entry.id());
    return new Trail(
        entry.id(),
        entry.state(),
        entry.note(),
        entry.because(),
        entry.kind(),
        content.flatMap(it -> it.code()).filter(code::equals).isPresent(),
        entry.receivedAt(),
        entry.durableAt(),
        queue().attempts(entry.id()).stream()
            .map(it -> new Trail.Attempt(it.startedAt(), it.endedAt(), it.word(), it.because()))
            .toList());
  }

  @Override
  public Sighting sighting(String route, Identifier identifier, String code) {
    try (var client = new SkyvernClient(route(route).skyvern(), Map.of(), 1, clock)) {
      return client.sighting(identifier, code);
    }
  }

  @Override
  public boolean drop(long id) throws IOException {
    return switch (queue().drop(id)) {
      case Queue.Moved.Done _ -> true;
      case Queue.Moved.No _, Queue.Moved.Unknown _ -> false;
    };
  }

  @Override
  public List<Folder> folders() throws IOException {
    var folders = settings.imap().folders();
    return folders.isEmpty()
        ? List.of()
        : Status.of(running.since(), Map.of(), folders, queue().watched(), clock.instant())
            .watches()
            .stream()
            .filter(it -> folders.contains(it.folder()))
            .map(it -> new Folder(it.folder().toString(), it.well(), it.meaning()))
            .toList();
  }

  @Override
  public void close() throws IOException {
    if (queue != null) {
      queue.close();
    }
  }

  private RouteSettings route(String name) {
    return Objects.requireNonNull(settings.delivery().routes().get(name), name);
  }

  /** Opened when it is first needed: there may be no spool, which is for a step to say. */
  private Queue queue() throws IOException {
    if (queue == null) {
      queue = Queue.open(settings.spool(), clock);
    }
    return queue;
  }
}
