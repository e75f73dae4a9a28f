package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.doctor.Doctor;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Checkup;
import dev.otpost.message.Checkup.Step;
import dev.otpost.message.Checkup.Verdict;
import dev.otpost.message.Lane;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Test mails for whoever asks the daemon for one, one at a time and not too often: each costs a
 * request to Skyvern and a row there. Safe for any number of threads.
 */
final class Consultation {

  /** From the begin of one to the begin of the next. */
  static final Duration EVERY = Duration.ofSeconds(10);

  /** For each hop. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Makes a test. */
  interface Test {
    Checkup make() throws InterruptedException;
  }

  private final Test test;
  private final InstantSource clock;
  private final AtomicReference<Optional<Instant>> last = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean underWay = new AtomicBoolean();

  Consultation(Test test, InstantSource clock) {
    this.test = test;
    this.clock = clock;
  }

  /**
   * Tests of this very process.
   *
   * @param settings as they are now: what was read anew is used by then
   * @param began when it started
   * @param smtpPort the bound one; 0 if there is no SMTP listener
   */
  static Consultation of(
      Supplier<Settings> settings, Instant began, IntSupplier smtpPort, InstantSource clock) {
    return new Consultation(() -> examine(settings.get(), began, smtpPort, clock), clock);
  }

  /** No name server is asked: whoever looks at a page waits for it. */
  private static Checkup examine(
      Settings settings, Instant began, IntSupplier smtpPort, InstantSource clock)
      throws InterruptedException {
    var server =
        Optional.of(settings.smtp())
            .filter(SmtpSettings::enabled)
            .map(
                smtp ->
                    new LivePatient.Server(
                        LivePatient.reachable(smtp.host()), smtpPort.getAsInt()));
    try (var patient =
        new LivePatient(
            settings, "no fault found when it was read", () -> Optional.of(began), server, clock)) {
      return new Doctor(patient, clock, WAIT, Optional.empty(), Optional.empty())
          .examine(Lane.DEFAULT_ROUTE, _ -> {});
    } catch (IOException e) {
      return only("cleanup", "nothing is left to do", String.valueOf(e.getMessage()), "try again");
    }
  }

  /** Makes one, or says why it is too soon for it. */
  Checkup test() throws InterruptedException {
    if (!underWay.compareAndSet(false, true)) {
      return tooSoon("another test mail is under way", "wait until it has arrived");
    }
    try {
      var now = clock.instant();
      var before = last.get();
      // A clock that was set back must not lock anybody out.
      if (before.filter(it -> !now.isBefore(it) && now.isBefore(it.plus(EVERY))).isPresent()) {
        return tooSoon(
            "a test mail was sent a moment ago",
            "wait %d s"
                .formatted(EVERY.minus(Duration.between(before.get(), now)).toSeconds() + 1));
      }
      last.set(Optional.of(now));
      return test.make();
    } finally {
      underWay.set(false);
    }
  }

  private static Checkup tooSoon(String because, String asks) {
    return only("pace", "not too often", because, asks);
  }

  private static Checkup only(String name, String title, String because, String asks) {
    return new Checkup(
        List.of(new Step(name, title, Verdict.FAILED, Optional.empty(), because, asks)));
  }
}
