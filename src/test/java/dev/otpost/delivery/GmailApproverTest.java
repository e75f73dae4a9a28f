package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Keeper;
import dev.otpost.spool.Queue;
import dev.otpost.spool.SideDoor;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GmailApproverTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final Address GATEWAY = new Address("otp-7f3k9q2m@gw.example.com");
  private static final String PATH = "mail-settings.google.com/mail/vf-";

  @TempDir private static Path certificate;
  @TempDir private Path directory;
  private SpoolSettings settings;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  GmailApproverTest() {}

  @BeforeEach
  void open() throws IOException {
    settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, CLOCK);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void answersWhatWaitsAndWhatArrivesEachOnce() throws Exception {
    try (var google = google()) {
      long before = ask("before");
      try (var _ = approver(google, Optional.empty())) {
        long after = ask("after");
        awaitNote(before, "HTTP 200");
        awaitNote(after, "HTTP 200");
        ask("after"); // the same mail again
        long last = ask("last");
        awaitNote(last, "HTTP 200");
      }
      try (var _ = approver(google, Optional.empty())) {
        awaitNote(ask("after a restart"), "HTTP 200");
      }
      assertEquals(
          List.of(PATH + "before", PATH + "after", PATH + "last", PATH + "afterarestart"),
          google.asked().stream().map(Google.Asked::to).toList());
    }
  }

  @Test
  void answersWhatCameInBesideTheDaemon() throws Exception {
    try (var google = google();
        var _ = approver(google, Optional.empty());
        var door = SideDoor.open(settings, CLOCK)) {
      awaitNote(ask("a", door), "HTTP 200");
    }
  }

  @Test
  void leavesTheQuestionWithTheOperator() throws Exception {
    try (var google = google();
        var _ = approver(google, Optional.empty())) {
      long id = ask("a");
      awaitNote(id, "HTTP 200");
      try (var queue = Queue.open(settings, CLOCK)) {
        assertEquals(State.HELD, queue.find(id).orElseThrow().state());
        assertEquals(id, queue.confirmations().getFirst().id());
      }
    }
  }

  @Test
  void triesNothingAgainThatWasUnderWayWhenItDied() throws Exception {
    try (var google = google()) {
      long begun = ask("begun");
      assertTrue(spool.beginConfirmation(begun, CLOCK.instant()));
      try (var _ = approver(google, Optional.empty())) {
        awaitNote(ask("other"), "HTTP 200");
        awaitNote(begun, "open the link yourself");
      }
      assertEquals(1, google.asked().size());
    }
  }

  @Test
  void opensNothingAgainstAnObjectionAndSaysSoUntilThereIsNone() throws Exception {
    try (var google = google()) {
      long id = ask("a");
      try (var _ = approver(google, Optional.of("for a test"))) {
        awaitNote(id, "auto-confirm: not tried, for a test; open the link yourself");
      }
      assertEquals(List.of(), google.asked());
      try (var _ = approver(google, Optional.empty())) {
        awaitNote(id, "HTTP 200");
      }
    }
  }

  @Test
  void opensNoLinkThatIsNotOfTheForm() throws Exception {
    try (var google = google();
        var _ = approver(google, Optional.empty())) {
      awaitNote(ask("a?continue=https://evil.example"), "not of the form");
      assertEquals(List.of(), google.asked());
    }
  }

  @Test
  void keepsNoMailWaitingForGoogle() throws Exception {
    var answered = new CountDownLatch(1);
    try (var google =
            new Google(
                certificate,
                exchange -> {
                  try {
                    answered.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  Google.page(200, "").answer(exchange);
                });
        var _ = approver(google, Optional.empty())) {
      long first = ask("first");
      Await.until(() -> !google.asked().isEmpty(), "Google is asked");
      long second = ask("second"); // returns though there is no answer yet
      awaitNote(first, "no answer is known");
      answered.countDown();
      awaitNote(first, "HTTP 200");
      awaitNote(second, "HTTP 200");
    }
  }

  @Test
  void cutsOffAnAnswerThatDoesNotComeWhenItCloses() throws Exception {
    var never = new CountDownLatch(1);
    try (var google =
        new Google(
            certificate,
            exchange -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      long id = ask("a");
      try (var _ = approver(google, Optional.empty())) {
        Await.until(() -> !google.asked().isEmpty(), "Google is asked");
      }
      awaitNote(id, "no answer");
      never.countDown();
    }
  }

  private static Google google() throws Exception {
    return new Google(certificate, Google.page(200, "<title>Done</title>"));
  }

  private GmailApprover approver(Google google, Optional<String> objection) throws Exception {
    return GmailApprover.start(
        spool,
        new GmailClient(google.client(), Duration.ofSeconds(20)),
        question -> objection,
        CLOCK);
  }

  /** A question that comes in; its link ends in {@code name} without blanks. */
  private long ask(String name) throws IOException {
    return ask(name, spool);
  }

  private static long ask(String name, Keeper keeper) throws IOException {
    var now = Instant.parse("2026-11-22T10:00:00Z");
    var letter =
        Draft.of("", "please confirm")
            .messageId(name.replace(' ', '-') + "@x")
            .date(Optional.of(now))
            .letter();
    var confirm =
        new Decision.Confirm(
            GATEWAY,
            "Gmail asks",
            Optional.empty(),
            Optional.empty(),
            Optional.of("https://" + PATH + name.replace(" ", "")));
    return keeper
        .commit(
            new Envelope(Source.SMTP, "", List.of(GATEWAY), "", now),
            new byte[] {1},
            letter,
            Dkim.UNCHECKED,
            List.of(confirm))
        .ids()
        .getFirst();
  }

  private void awaitNote(long id, String words) throws Exception {
    try (var queue = Queue.open(settings, CLOCK)) {
      Await.until(
          () -> queue.find(id).orElseThrow().note().contains(words), words + " is noted of " + id);
    }
  }
}
