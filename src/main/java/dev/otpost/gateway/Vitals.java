package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.delivery.Destinations;
import dev.otpost.delivery.Destinations.Contact;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.spool.Heap;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import dev.otpost.web.health.Health;
import dev.otpost.web.health.Readiness;
import dev.otpost.web.health.Readiness.Check;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the daemon lives, and whether it can do its work. For any thread.
 *
 * @param smtp empty if there is to be none
 * @param taken counts what came in since the start and went on to Skyvern
 */
public record Vitals(
    Settings settings,
    Spool spool,
    Destinations destinations,
    Optional<SmtpListener> smtp,
    Instant began,
    InstantSource clock,
    AtomicLong taken) {

  /**
   * A thread that has not taken its turn for so long hangs. A full disk, a locked database and a
   * silent Skyvern answer sooner, with an error: on account of those nobody is killed.
   */
  static final Duration HANGS_AFTER = Duration.ofMinutes(1);

  /** Of this daemon, and counting from now on what is taken in. */
  static Vitals of(
      Settings settings,
      Spool spool,
      Destinations destinations,
      Optional<SmtpListener> smtp,
      Instant began,
      InstantSource clock) {
    var taken = new AtomicLong();
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {
            taken.incrementAndGet();
          }

          @Override
          public void changed() {}
        });
    return new Vitals(settings, spool, destinations, smtp, began, clock, taken);
  }

  /** Whether its threads take their turns. At once, and without the disk. */
  public Health health() {
    var down = new ArrayList<String>();
    if (hangs(spool.stillFor())) {
      down.add("spool");
    }
    if (destinations.contacts().stream().map(Contact::stillFor).anyMatch(Vitals::hangs)) {
      down.add("delivery");
    }
    if (!listens()) {
      down.add("smtp");
    }
    return new Health(down);
  }

  /** May wait for the disk. */
  Readiness readiness() {
    var checks = new ArrayList<Check>();
    if (smtp.isPresent()) {
      checks.add(
          new Check("smtp", listens(), true, listens() ? "it listens" : "it does not listen"));
    }
    boolean writable = spool.isWritable();
    checks.add(
        new Check(
            "spool",
            writable,
            true,
            writable ? "it can be written" : "an attempt to write has just failed"));
    if (!settings.imap().folders().isEmpty()) {
      checks.add(mailboxes());
    }
    destinations.contacts().stream().map(Vitals::check).forEach(checks::add);
    return new Readiness(checks);
  }

  /** In a line, for whoever looks at the service. */
  public String line() {
    long held;
    try {
      held = spool.heap(State.HELD, Instant.EPOCH).map(Heap::count).orElse(0L);
    } catch (IOException e) {
      return "the spool cannot be read: see the log";
    }
    var silent =
        destinations.contacts().stream()
            .map(it -> it.reach().state())
            .filter(it -> it != Reach.State.ANSWERS)
            .findFirst();
    return String.format(
        Locale.ROOT,
        "%,d taken, %,d held, %s",
        taken.get(),
        held,
        silent.map(it -> "Skyvern: " + it.meaning()).orElse("Skyvern answers"));
  }

  private boolean listens() {
    return smtp.map(SmtpListener::isListening).orElse(true);
  }

  private Check mailboxes() {
    try {
      var lines =
          Status.of(
                  Optional.of(began),
                  Map.of(),
                  settings.imap().folders(),
                  spool.watched(),
                  clock.instant())
              .watches();
      var ill = lines.stream().filter(it -> !it.well()).toList();
      return new Check(
          "mailboxes",
          ill.isEmpty(),
          true,
          ill.isEmpty()
              ? "nothing is wrong with any"
              : "%d of %d: %s".formatted(ill.size(), lines.size(), ill.getFirst().meaning()));
    } catch (IOException e) {
      return new Check("mailboxes", false, true, "the spool cannot be read");
    }
  }

  private static Check check(Contact contact) {
    var reach = contact.reach();
    return new Check(
        "skyvern",
        reach.state() == Reach.State.ANSWERS,
        false,
        "%s: %s; last answer %s"
            .formatted(
                reach.routes(),
                reach.answeredAt().isEmpty() && reach.state() == Reach.State.ANSWERS
                    ? "nothing was posted yet"
                    : reach.state().meaning(),
                reach
                    .answeredAt()
                    .map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString())
                    .orElse("none since the start")));
  }

  private static boolean hangs(Duration stillFor) {
    return stillFor.compareTo(HANGS_AFTER) > 0;
  }
}
