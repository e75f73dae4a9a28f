package dev.otpost.doctor;

import dev.otpost.message.Kind;
import dev.otpost.message.Sighting;
import dev.otpost.message.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the test mail from where it was handed over to Skyvern. For one thread, used once. */
final class Transit implements AutoCloseable {

  /** How long a running daemon takes at most to hear of what came in by the side. */
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

  /** From the arrival to Skyvern's yes; more is said to be slow. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final Patient patient;
  private final InstantSource clock;
  private final Duration patience;
  private final String route;
  private @Nullable Specimen specimen;
  private @Nullable SmtpClient client;

  Transit(Patient patient, InstantSource clock, Duration patience, String route) {
    this.patient = patient;
    this.clock = clock;
    this.patience = patience;
    this.route = route;
  }

  Instant now() {
    return clock.instant();
  }

  /** The mail; made as late as possible, for it is good for some minutes only. */
  Specimen specimen() throws IOException {
    if (specimen == null) {
      specimen = Specimen.of(now(), (identifier, code) -> patient.voucher(identifier, route, code));
    }
    return specimen;
  }

  void talkTo(SmtpClient client) {
    this.client = client;
  }

  SmtpClient client() throws IOException {
    if (client == null) {
      throw new IOException("not connected");
    }
    return client;
  }

  void steps(Sheet sheet) throws InterruptedException {
    sheet.step("spool", "it is in the spool, and read", this::arrived);
    sheet.step("posted", "Skyvern takes it", this::posted);
    sheet.step("skyvern", "Skyvern shows it", this::shown);
  }

  private Finding arrived() throws IOException, InterruptedException {
    var trail = await(_ -> true, SEEN_WITHIN);
    if (trail.isEmpty()) {
      return Remedy.NOT_THERE.ill("it was accepted, but is not in the spool");
    }
    var it = trail.get();
    if (it.state() == State.HELD || it.state() == State.IGNORED) {
      return Remedy.NOT_OURS.ill("it is %s: %s".formatted(it.state().word(), it.because()));
    }
    return it.kind() == Kind.CODE && it.sameCode()
        ? new Finding.Well(
            "entry %d, with the code that was sent%s"
                .formatted(
                    it.id(), it.durableAt().map(at -> ", on the disk " + after(it, at)).orElse("")))
        : new Finding.Ill(
            "entry %d has another code than the one that was sent".formatted(it.id()),
            "something between here and otpost changed the mail: connect to otpost itself, or see"
                + " what stands before it");
  }

  private Finding posted() throws IOException, InterruptedException {
    if (!patient.posts(route)) {
      return new Finding.Unseen(
          "route %s is not posted: Skyvern fetches what is for it".formatted(route));
    }
    var trail = await(it -> isOver(it) || it.told().filter(Transit::isTold).isPresent(), patience);
    if (trail.isEmpty()) {
      return new Finding.Ill(
          "its entry is gone from the spool", "see whether somebody else clears it up");
    }
    return Posting.finding(trail.get(), patient.skyvern(route), SLOW);
  }

  /** One answer is enough to say what to do, where another attempt would not change it. */
  private static boolean isTold(Trail.Attempt attempt) {
    return switch (attempt.word()) {
      case "barred", "unpaid", "unanswered" -> true;
      default -> false;
    };
  }

  private static boolean isOver(Trail trail) {
    return trail.state() != State.PENDING;
  }

  private Finding shown() throws IOException {
    if (!patient.posts(route)) {
      return new Finding.Unseen("nothing was posted");
    }
    return switch (patient.sighting(route, specimen().identifier(), specimen().code())) {
      case Sighting.Same(var name) -> new Finding.Well("as " + name + ", with the code");
      case Sighting.Other() ->
          new Finding.Ill(
              "Skyvern shows another code than the one that was posted",
              "look at it in Skyvern, and at what stands between otpost and Skyvern");
      case Sighting.Nothing() ->
          new Finding.Ill(
              "Skyvern said that it has it, but does not show it",
              "what answers at %s may not be Skyvern's own; see that the key is of the organisation"
                      .formatted(patient.skyvern(route))
                  + " whose runs wait for codes");
      case Sighting.Unlisted() ->
          new Finding.Unseen("it is an old server, which shows nobody what it has");
      case Sighting.Unknown(var because) ->
          new Finding.Ill(
              because, "see that %s can be asked from here".formatted(patient.skyvern(route)));
    };
  }

  /** Also after a step that failed: a test must be nobody's task. */
  Finding clearUp() throws IOException {
    if (specimen == null) {
      return new Finding.Unseen("nothing was sent");
    }
    var trail = patient.trail(route, specimen.identifier(), specimen.code());
    if (trail.isEmpty()) {
      return new Finding.Unseen("nothing is there");
    }
    return new Finding.Well(
        patient.drop(trail.get().id())
            ? "entry %d is dropped: nothing will come of it".formatted(trail.get().id())
            : "entry %d is history, and erased like any other".formatted(trail.get().id()));
  }

  private Optional<Trail> await(Predicate<Trail> wanted, Duration limit)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Math.min(limit.toNanos(), patience.toNanos());
    var pause = PAUSE;
    while (true) {
      var trail = patient.trail(route, specimen().identifier(), specimen().code());
      if (trail.filter(wanted).isPresent() || System.nanoTime() > end) {
        return trail;
      }
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  static String after(Trail trail, Instant hop) {
    return "%d ms after it came".formatted(Duration.between(trail.receivedAt(), hop).toMillis());
  }

  @Override
  public void close() {
    if (client != null) {
      try {
        client.close();
      } catch (IOException e) {
        // The test is over, and nothing depends on it.
      }
    }
  }
}
