package dev.otpost.gateway;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Settings;
import dev.otpost.delivery.Destinations;
import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.imap.Watchers;
import dev.otpost.intake.oauth.Tokens;
import dev.otpost.intake.smtp.Onlooker;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Receiver;
import dev.otpost.spool.Spool;
import dev.otpost.spool.Sweeper;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.metrics.Tally;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the rooms together and keeps them running until it is told to stop. */
public final class Daemon {

  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  private final Settings settings;
  private final SteadyClock clock;
  private final CountDownLatch stop = new CountDownLatch(1);

  public Daemon(Settings settings, InstantSource wall) {
    this.settings = settings;
    this.clock = SteadyClock.over(wall);
  }

  /** What is done with a daemon that is up. */
  public interface WhenUp {
    void act(Running running) throws IOException;
  }

  /**
   * A daemon that is up.
   *
   * @param smtp empty if there is to be none
   */
  public record Running(
      Destinations destinations,
      Watchers mailboxes,
      Alerts alerts,
      Website website,
      Optional<SmtpListener> smtp) {

    /**
     * From now on with the keys, certificates, proxies and passwords in these settings, those of
     * HTTP too; what waited for one goes on at once. The certificate of the listener is read again
     * too.
     */
    public void useKeysOf(Settings settings) {
      destinations.useKeys(settings.delivery());
      mailboxes.useLoginsOf(settings.imap());
      alerts.useSecretsOf(settings.alerts());
      website.useKeysOf(settings);
      smtp.ifPresent(SmtpListener::reloadCertificate);
    }
  }

  /**
   * Starts everything, in the order in which mail will need it; calls {@code whenUp}; waits for
   * {@link #stop}; closes everything in the opposite order: no new mail, then no new deliveries,
   * the spool last.
   *
   * @throws IOException if something cannot be started; what was started is closed by then
   */
  public void run(WhenUp whenUp) throws IOException {
    try (var spool = Spool.open(settings.spool(), clock)) {
      var tally = Counting.begin(settings);
      spool.listen(Counting.runs(tally));
      var gateway = Gateway.of(settings, spool, tally, clock);
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
        var website =
            Website.open(
                settings,
                new Website.Rooms(spool, gateway, destinations, smtp.listener(), tally),
                began,
                clock);
        var alerts =
            Alerts.start(
                settings.alerts(),
                new Lookout(settings, spool, destinations::standing, began, clock),
                spool,
                settings.smtp().hostname(),
                clock)) {
      website.ears().forEach(Daemon::listening);
      log.atInfo()
          .addKeyValue("pending", spool.pending().size())
          .addKeyValue("version", Version.whole())
          .log("started");
      whenUp.act(new Running(destinations, mailboxes, alerts, website, smtp.listener()));
      stop.await();
      log.atInfo().log("stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends {@link #run} soon. For any thread. */
  public void stop() {
    stop.countDown();
  }

  private static void listening(Ear ear) {
    log.atInfo()
        .addKeyValue("listener", ear.name())
        .addKeyValue("host", ear.host())
        .addKeyValue("port", ear.port())
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

    @Override
    public void close() {
      listener.ifPresent(SmtpListener::close);
    }
  }
}
