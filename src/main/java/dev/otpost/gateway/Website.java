package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.delivery.Destinations;
import dev.otpost.intake.smtp.Credentials;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.message.Identifier;
import dev.otpost.message.Receiver;
import dev.otpost.spool.Spool;
import dev.otpost.web.api.Api;
import dev.otpost.web.dashboard.Dashboard;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.desk.SpoolDesk;
import dev.otpost.web.health.HealthEndpoint;
import dev.otpost.web.http.Resource;
import dev.otpost.web.http.WebServer;
import dev.otpost.web.metrics.MetricsEndpoint;
import dev.otpost.web.metrics.Tally;
import dev.otpost.web.pull.PullEndpoint;
import dev.otpost.web.sms.SmsEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All that otpost answers over HTTP, put together of what the rooms hold. For any thread. */
public final class Website implements AutoCloseable {

  private final Rooms rooms;
  private final Instant began;
  private final InstantSource clock;
  private final Vitals vitals;
  private final SpoolDesk desk;
  private final Optional<Credentials> credentials;
  private final WebServer server;

  /** As they were read last. */
  private volatile Settings settings;

  /** Empty until it listens. */
  private volatile List<Ear> http = List.of();

  /**
   * The rooms that are asked.
   *
   * @param smtp empty if there is to be none
   */
  record Rooms(
      Spool spool,
      Receiver gateway,
      Destinations destinations,
      Optional<SmtpListener> smtp,
      Tally tally) {}

  private Website(Settings settings, Rooms rooms, Instant began, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.rooms = rooms;
    this.began = began;
    this.clock = clock;
    this.vitals =
        Vitals.of(settings, rooms.spool(), rooms.destinations(), rooms.smtp(), began, clock);
    var consultation =
        Consultation.of(
            () -> this.settings,
            began,
            () -> rooms.smtp().map(SmtpListener::port).orElse(0),
            clock);
    this.desk =
        SpoolDesk.open(
            settings.spool(),
            new DeskPorts(
                settings,
                began,
                clock,
                this::ears,
                rooms.destinations()::standing,
                consultation::test),
            clock);
    try {
      this.credentials = credentials(settings);
      this.server =
          WebServer.start(
              settings.web().http(),
              resources(),
              credentials.map(shown -> shown::over),
              Dashboard::fault);
    } catch (IOException | RuntimeException e) {
      desk.close();
      throw e;
    }
  }

  /**
   * Answers from now on.
   *
   * @param began before the first folder was watched
   * @throws IOException if an address cannot be had, with a message that says which and what to do
   */
  static Website open(Settings settings, Rooms rooms, Instant began, InstantSource clock)
      throws IOException {
    var website = new Website(settings, rooms, began, clock);
    website.http = website.listening();
    return website;
  }

  /** Whether the daemon lives, and how it stands. */
  public Vitals vitals() {
    return vitals;
  }

  /** The operator's port. */
  public int port() {
    return server.address().getPort();
  }

  /** The ports on which something comes in. */
  List<Ear> ears() {
    return Stream.concat(rooms.smtp().stream().flatMap(this::ears), http.stream()).toList();
  }

  /** From now on with the password, the tokens and the certificate in these settings. */
  void useKeysOf(Settings other) {
    settings = other;
    server.useAccessOf(other.web().http());
    credentials.ifPresent(Credentials::reload);
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      desk.close();
    }
  }

  private List<Resource> resources() throws IOException {
    var web = settings.web();
    var all = new ArrayList<Resource>();
    all.addAll(HealthEndpoint.resources(vitals::health, vitals::readiness));
    all.addAll(
        PullEndpoint.resources(
            web.pull(),
            rooms.spool(),
            rooms.destinations()::pullKeys,
            identifiers(settings),
            clock));
    all.addAll(
        SmsEndpoint.resources(
            () -> settings.web().sms(), web.http().publicUrl(), rooms.gateway(), clock));
    all.addAll(
        MetricsEndpoint.resources(
            rooms.tally(),
            new Survey(settings, rooms.destinations()::standing, rooms.smtp(), began, clock)));
    all.addAll(Api.resources(desk));
    all.addAll(Dashboard.resources(desk, clock));
    return MetricsEndpoint.counted(rooms.tally(), all);
  }

  /** What mail for an identifier is posted for: as the gateway has it, by the first settings. */
  private static UnaryOperator<Identifier> identifiers(Settings settings) {
    var identifiers = settings.routing().identifiers();
    return asked -> identifiers.aliased(asked).orElse(asked);
  }

  private Stream<Ear> ears(SmtpListener smtp) {
    return Stream.concat(
        Stream.of(new Ear("smtp", smtp.host(), smtp.port(), smtp.isListening(), began)),
        smtp.securePort().stream()
            .map(port -> new Ear("smtps", smtp.host(), port, smtp.isListening(), began)));
  }

  private List<Ear> listening() {
    return Stream.concat(
            Stream.of(ear("http", settings.web().http().host(), server.address())),
            server.outsideAddress().stream().map(at -> ear("public", at.getHostString(), at)))
        .toList();
  }

  /** Who asks for it by HTTP shows that it is alive. */
  private Ear ear(String name, String host, InetSocketAddress address) {
    return new Ear(name, host, address.getPort(), true, clock.instant());
  }

  /** What HTTP shows: the certificate of SMTP, which may have no listener. */
  private static Optional<Credentials> credentials(Settings settings) throws IOException {
    return settings.web().http().tls()
        ? Optional.of(Credentials.of(settings.smtp().tls(), settings.smtp().hostname()))
        : Optional.empty();
  }
}
