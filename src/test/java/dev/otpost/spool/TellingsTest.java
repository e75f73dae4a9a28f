package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator was told, and what he should be told of entries. */
final class TellingsTest {

  private static final Telling BARRED =
      telling("log", new Concern(Kind.SKYVERN_BARRED, "default", "HTTP 401", 0));

  private static final Telling HELD =
      telling("webhook", new Concern(Kind.DELIVERIES_HELD, "", "1 waiting", Long.MAX_VALUE));

  @TempDir private Path directory;
  private Instant now = NOW;
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  TellingsTest() {}

  @BeforeEach
  void open() throws IOException {
    spool = Spool.open(settings(), () -> now);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void areThereAfterARestart() throws IOException {
    spool.keep(List.of(BARRED, HELD, telling("mail", HELD.concern())), List.of());
    var over = BARRED.cleared(NOW.plusSeconds(60));
    spool.keep(List.of(over), List.of(telling("mail", HELD.concern())));
    spool.close();
    open();
    assertEquals(List.of(over), spool.tellings("log"));
    assertEquals(List.of(HELD), spool.tellings("webhook"));
    assertEquals(List.of(), spool.tellings("mail"));
    try (var queue = Queue.open(settings(), () -> now)) {
      assertEquals(List.of(HELD, over), queue.tellings());
    }
  }

  @Test
  void leavesOutAConcernThatAnotherVersionOfOtpostKnew() throws Exception {
    spool.keep(List.of(BARRED), List.of());
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + Database.file(directory));
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into alert (channel, kind, about, because, mark, since, at, flapping) values"
              + " ('log', 'of_another_time', '', '', 0, 0, 0, 0)");
    }
    assertEquals(List.of(BARRED), spool.tellings("log"));
  }

  @Test
  void countsWhatCameToAnEndSinceThenAndSaysWhyTheNewestDid() throws IOException {
    long first = take("1@x");
    long second = take("2@x");
    refuse(second, "HTTP 422");
    now = NOW.plusSeconds(60);
    refuse(first, "HTTP 413: too large");
    assertEquals(
        Optional.of(new Heap(2, first, now, "HTTP 413: too large")),
        spool.heap(State.REFUSED, NOW));
    assertEquals(
        Optional.of(new Heap(1, first, now, "HTTP 413: too large")),
        spool.heap(State.REFUSED, now));
    assertEquals(Optional.empty(), spool.heap(State.REFUSED, now.plusSeconds(1)));
    assertEquals(Optional.empty(), spool.heap(State.HELD, Instant.EPOCH));
  }

  @Test
  void doesNotSayWhyIfSkyvernRepeatsTheCode() throws IOException {
    refuse(take("1@x"), "HTTP 400: no use for 123456");
    assertEquals("", spool.heap(State.REFUSED, NOW).orElseThrow().because());
  }

  @Test
  void countsGmailsQuestionsByThemselves() throws IOException {
    var hold = mail("1@x", "two codes");
    spool.commit(hold.envelope(), hold.raw(), hold.letter(), List.of(hold.hold()));
    var question = mail("2@x", "may it?");
    long id =
        spool
            .commit(
                question.envelope(),
                question.raw(),
                question.letter(),
                List.of(question.confirm("https://mail-settings.google.com/mail/vf-1")))
            .ids()
            .getFirst();
    assertEquals(id, spool.questions().orElseThrow().newest());
    assertEquals(1, spool.questions().orElseThrow().count());
    assertEquals(1, spool.heap(State.HELD, Instant.EPOCH).orElseThrow().count());
  }

  @Test
  void isAskedByAnIndexHoweverMuchThereIs() throws Exception {
    var file = Database.file(directory);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into mail (source, mail_from, peer, site, received_at, size) values"
              + " ('SMTP', '', '', '', 0, 0)");
      statement.execute(
          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)"
              + " insert into entry (mail, recipient, state, kind, route, identifier, because,"
              + " note, origin, life_end, ended_at) select 1, '', 'held', 'none', '', '', 'no',"
              + " '', 0, 0, i from n");
    }
    assertEquals(Heap.MOST, spool.heap(State.HELD, Instant.EPOCH).orElseThrow().count());
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      spool.heap(State.HELD, Instant.EPOCH);
      spool.heap(State.EXPIRED, Instant.EPOCH);
      spool.questions();
    }
    var each = Duration.ofNanos((System.nanoTime() - begin) / 20);
    // Measured on two busy cores: 2 ms; without the index 120.
    assertTrue(each.compareTo(Duration.ofMillis(30)) < 0, each::toString);
  }

  @Test
  void isNoListenersBusiness() throws IOException {
    spool.keep(List.of(BARRED), List.of());
    assertFalse(spool.tellings("log").isEmpty());
    assertTrue(spool.pending().isEmpty());
  }

  private long take(String id) throws IOException {
    var mail = mail(id, "your code is 123456");
    return spool
        .commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver(id + ".example")))
        .ids()
        .getFirst();
  }

  private void refuse(long id, String because) throws IOException {
    Mails.begun(spool, id);
    spool.settle(id, new Outcome.Refused(because), now);
  }

  private SpoolSettings settings() {
    return new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
  }

  private static Telling telling(String channel, Concern concern) {
    return new Telling(channel, concern, NOW, NOW.plusSeconds(2), Optional.empty(), false);
  }
}
