package dev.otpost.alerts;

import dev.otpost.message.Concern;
import dev.otpost.message.Tellings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second at what stands, and has every channel tell what is due in it, from {@link
 * #start} to {@link #close}. Safe for any number of threads.
 */
public final class Alerts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Alerts.class);

  private final Supplier<Sight> looks;
  private final List<Teller> tellers;
  private final Duration interval;
  private final String host;
  private final InstantSource clock;
  private final Thread loop;

  private Alerts(
      Supplier<Sight> looks,
      List<Teller> tellers,
      Duration interval,
      String host,
      InstantSource clock) {
    this.looks = looks;
    this.tellers = tellers;
    this.interval = interval;
    this.host = host;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("otpost-alerts").unstarted(this::run);
  }

  /**
   * Looks and tells from now on.
   *
   * @param looks says what stands at the moment; asked by one thread at a time
   * @param host what this machine is called in alerts
   */
  public static Alerts start(
      AlertSettings settings,
      Supplier<Sight> looks,
      Tellings tellings,
      String host,
      InstantSource clock) {
    return start(settings, Pace.of(settings.limits()), looks, tellings, host, clock);
  }

  static Alerts start(
      AlertSettings settings,
      Pace pace,
      Supplier<Sight> looks,
      Tellings tellings,
      String host,
      InstantSource clock) {
    var tellers = new ArrayList<Teller>();
    tellers.add(Teller.start(new LogChannel(), pace, tellings, clock));
    for (var channel : channels(settings, host, clock)) {
      tellers.add(Teller.start(channel, pace, tellings, clock));
    }
    var alerts = new Alerts(looks, List.copyOf(tellers), pace.look(), host, clock);
    alerts.loop.start();
    return alerts;
  }

  /**
   * From now on with the URLs and passwords of {@code settings}, in the channels that there are.
   */
  public void useSecretsOf(AlertSettings settings) {
    for (var channel : channels(settings, host, clock)) {
      tellers.stream()
          .filter(it -> it.name().equals(channel.name()))
          .forEach(it -> it.use(channel));
    }
  }

  /**
   * What came of a test of one channel.
   *
   * @param because in words, without anything secret; never empty
   */
  public record Tried(String channel, boolean well, String because) {}

  /** Tells in every channel but the log that this is a test, one after the other. */
  public static List<Tried> test(AlertSettings settings, String host, InstantSource clock)
      throws InterruptedException {
    var concern =
        new Concern(
            Concern.Kind.TEST, "", "somebody typed \"otpost alerts test\"; all is well so far", 0);
    var notice = new Notice(Notice.State.RAISED, concern, clock.instant());
    var all = new ArrayList<Tried>();
    for (var channel : channels(settings, host, clock)) {
      try {
        all.add(new Tried(channel.name(), true, channel.tell(notice)));
      } catch (IOException e) {
        all.add(new Tried(channel.name(), false, String.valueOf(e.getMessage())));
      }
    }
    return all;
  }

  /** The names of the channels that are configured, the log aside. */
  public static List<String> names(AlertSettings settings) {
    var names = new ArrayList<String>();
    for (int i = 1; i <= settings.webhooks().size(); i++) {
      names.add(webhook(i));
    }
    if (!settings.command().isEmpty()) {
      names.add("command");
    }
    if (settings.mail().isPresent()) {
      names.add("mail");
    }
    return names;
  }

  /** What was told in this channel is what stands: nobody has to be reached for it. */
  public static String theLog() {
    return LogChannel.NAME;
  }

  @Override
  public void close() {
    loop.interrupt();
    tellers.stream().map(it -> Thread.ofVirtual().start(it::close)).toList().forEach(Alerts::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      // It is to end.
    }
  }

  private void look() {
    try {
      var sight = looks.get();
      tellers.forEach(it -> it.see(sight));
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("alerts_failed");
    }
  }

  private static List<Channel> channels(AlertSettings settings, String host, InstantSource clock) {
    var channels = new ArrayList<Channel>();
    for (var url : settings.webhooks()) {
      channels.add(new Webhook(webhook(channels.size() + 1), url, settings.authorities(), host));
    }
    if (!settings.command().isEmpty()) {
      channels.add(new Command(settings.command(), host, Command.LIMIT));
    }
    settings
        .mail()
        .ifPresent(
            it -> channels.add(new Mail(it, settings.authorities(), host, clock, Mail.LIMIT)));
    return channels;
  }

  private static String webhook(int number) {
    return number == 1 ? "webhook" : "webhook-" + number;
  }
}
