package dev.otpost;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Settings;
import dev.otpost.delivery.Destinations;
import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.imap.Watchers;
import dev.otpost.intake.oauth.Tokens;
import dev.otpost.intake.smtp.Onlooker;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Identifier;
import dev.otpost.message.Receiver;
import dev.otpost.spool.Spool;
import dev.otpost.spool.Sweeper;
import dev.otpost.web.api.Api;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.desk.SpoolDesk;
import dev.otpost.web.health.HealthEndpoint;
import dev.otpost.web.http.Resource;
import dev.otpost.web.http.WebServer;
import dev.otpost.web.metrics.MetricsEndpoint;
import dev.otpost.web.metrics.Tally;
import dev.otpost.web.pull.PullEndpoint;
import dev.otpost.web.sms.SmsEndpoint;
import dev.otpost.web.sms.SmsSettings;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rooms together and keeps them running until it is told to stop. */
final class Daemon {

  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  private final Settings settings;
  private final SteadyClock clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Empty until it listens; who asks for it by HTTP shows that it does. */
  private volatile List<Ear> http = List.of();

  /** How much came in since the start that went on to Skyvern. */
  private final AtomicLong taken = new AtomicLong();

  /** Replaced at SIGHUP. */
  private final AtomicReference<SmsSettings> sms;

  Daemon(Settings settings, InstantSource wall) {
    this.settings = settings;
    this.clock = SteadyClock.over(wall);
    this.sms = new AtomicReference<>(settings.web().sms());
  }

  /** What is done with a daemon that is up. */
  interface WhenUp {
    void act(Running running) throws IOException;
  }

  /**
   * A daemon that is up.
   *
   * @param smtpPort the bound one; 0 if there is no SMTP listener
   * @param certificate has it read again
   * @param sms takes new tokens
   * @param vitals whether it lives
   */
  record Running(
      int smtpPort,
      int httpPort,
      Destinations destinations,
      Watchers mailboxes,
      Alerts alerts,
      Runnable certificate,
      Consumer<SmsSettings> sms,
      Vitals vitals) {

    /**
     * From now on with the keys, certificates, proxies and passwords in these settings; what waited
     * for one goes on at once. The certificate of the listener is read again too.
     */
    void useKeysOf(Settings settings) {
      destinations.useKeys(settings.delivery());
      mailboxes.useLoginsOf(settings.imap());
      alerts.useSecretsOf(settings.alerts());
      certificate.run();
      sms.accept(settings.web().sms());
    }
  }

  /**
   * Starts everything, in the order in which mail will need it; calls {@code whenUp}; waits for
   * {@link #stop}; closes everything in the opposite order: no new mail, then no new deliveries,
   * the spool last.
   *
   * @throws IOException if something cannot be started; what was started is closed by then
   */
  void run(WhenUp whenUp) throws IOException {
    try (var spool = Spool.open(settings.spool(), clock)) {
      var tally = Counting.begin(settings);
      var gateway = Gateway.of(settings, spool, tally, clock);
      spool.listen(Vitals.counting(taken));
      run(spool, gateway, tally, capacity(settings.smtp()), whenUp);
    }
    log.atInfo().log("stopped");
  }

  private void run(Spool spool, Gateway gateway, Tally tally, Capacity capacity, WhenUp whenUp)
      throws IOException {
    var began = clock.instant();
    try (var _ = clock.watch(spool::shift);
        var _ = Sweeper.start(spool, clock);
        var destinations =
            Destinations.start(
                settings.delivery(), spool, Counting.deliveries(tally, clock), clock);
        var _ = Approving.start(settings, spool, clock);
        var tokens = Tokens.of(settings.oauth(), clock);
        var mailboxes = Watchers.start(settings.imap(), gateway, spool, capacity, tokens, clock);
        var smtp =
            Listening.start(settings.smtp(), gateway, capacity, Counting.smtp(tally), clock);
        var desk = desk(smtp, destinations, began);
        var web =
            WebServer.start(
                settings.web().http(),
                resources(
                    vitals(spool, destinations, smtp, began),
                    spool,
                    gateway,
                    desk,
                    destinations,
                    tally,
                    new Survey(settings, destinations::standing, smtp.listener(), began, clock)));
        var alerts =
            Alerts.start(
                settings.alerts(),
                new Lookout(settings, spool, destinations::standing, began, clock),
                spool,
                settings.smtp().hostname(),
                clock)) {
      http =
          List.of(
              new Ear(
                  "http",
                  settings.web().http().host(),
                  web.address().getPort(),
                  true,
                  clock.instant()));
      listening("http", settings.web().http().host(), web.address().getPort());
      smtp.listener().ifPresent(Daemon::listening);
      log.atInfo().addKeyValue("pending", spool.pending().size()).log("started");
      whenUp.act(
          new Running(
              smtp.listener().map(SmtpListener::port).orElse(0),
              web.address().getPort(),
              destinations,
              mailboxes,
              alerts,
              () -> smtp.listener().ifPresent(SmtpListener::reloadCertificate),
              sms::set,
              vitals(spool, destinations, smtp, began)));
      stop.await();
      log.atInfo().log("stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Vitals vitals(Spool spool, Destinations destinations, Listening smtp, Instant began) {
    return new Vitals(settings, spool, destinations, smtp.listener(), began, clock, taken);
  }

  /** Ends {@link #run} soon. For any thread. */
  void stop() {
    stop.countDown();
  }

  /** All that can be asked for over HTTP. */
  private List<Resource> resources(
      Vitals vitals,
      Spool spool,
      Receiver gateway,
      Desk desk,
      Destinations destinations,
      Tally tally,
      Survey survey)
      throws IOException {
    var all =
        Stream.of(
                HealthEndpoint.resources(vitals::health, vitals::readiness, _ -> true),
                MetricsEndpoint.resources(tally, survey),
                Api.resources(desk),
                PullEndpoint.resources(
                    settings.web().pull(), spool, destinations::pullKeys, this::known, clock),
                SmsEndpoint.resources(sms::get, Optional.empty(), gateway, clock))
            .flatMap(List::stream)
            .toList();
    return MetricsEndpoint.counted(tally, all);
  }

  private SpoolDesk desk(Listening smtp, Destinations destinations, Instant began) {
    var since = clock.instant();
    return SpoolDesk.open(
        settings.spool(),
        new DeskPorts(
            settings,
            began,
            clock,
            () -> Stream.of(smtp.ears(since), http).flatMap(List::stream).toList(),
            destinations::standing,
            DeskPorts.Examiner::nothing),
        clock);
  }

  private Identifier known(Identifier asked) {
    return settings.routing().identifiers().aliased(asked).orElse(asked);
  }

  private static void listening(SmtpListener smtp) {
    listening("smtp", smtp.host(), smtp.port());
    smtp.securePort().ifPresent(port -> listening("smtps", smtp.host(), port));
  }

  private static void listening(String listener, String host, int port) {
    log.atInfo()
        .addKeyValue("listener", listener)
        .addKeyValue("host", host)
        .addKeyValue("port", port)
        .log("listening");
  }

  private static Capacity capacity(SmtpSettings smtp) throws IOException {
    return Capacity.of(smtp.bodies().inFlight(), smtp.bodies().incoming(), smtp.maxMessageSize());
  }

  /** The SMTP listener, if there is to be one. */
  private record Listening(Optional<SmtpListener> listener) implements AutoCloseable {

    static Listening start(
        SmtpSettings settings,
        Receiver receiver,
        Capacity capacity,
        Onlooker onlooker,
        InstantSource clock)
        throws IOException {
      return settings.enabled()
          ? new Listening(
              Optional.of(SmtpListener.start(settings, receiver, capacity, onlooker, clock)))
          : new Listening(Optional.empty());
    }

    /** The ports on which mail comes in. */
    List<Ear> ears(Instant since) {
      return listener.stream()
          .flatMap(
              it ->
                  Stream.concat(
                      Stream.of(new Ear("smtp", it.host(), it.port(), it.isListening(), since)),
                      it.securePort().stream()
                          .map(port -> new Ear("smtps", it.host(), port, it.isListening(), since))))
          .toList();
    }

    @Override
    public void close() {
      listener.ifPresent(SmtpListener::close);
    }
  }
}
