package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;

import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import dev.otpost.message.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A spool, and what runs of Skyvern ask it and mails bring it, at a time that stands still. */
abstract class RunsThatAsk {

  static final Duration GRACE = Duration.ofMinutes(2);
  static final String JOHN = "john@example.com";
  static final Outcome.Delivered YES = new Outcome.Delivered("HTTP 200", Optional.empty());

  @TempDir Path directory;
  Instant now = NOW;
  Spool spool;
  Queue queue;
  int mails;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  RunsThatAsk() {}

  @BeforeEach
  void open() throws IOException {
    var settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    spool = Spool.open(settings, () -> now);
    queue = Queue.open(settings, () -> now);
  }

  @AfterEach
  void close() throws IOException {
    queue.close();
    spool.close();
  }

  void after(int seconds) {
    now = now.plusSeconds(seconds);
  }

  String ask(String run) throws IOException {
    return served(question(run, run.replace("wr", "tsk")));
  }

  String served(Question question) throws IOException {
    return spool.serve(question, now).map(Served::value).orElse("");
  }

  static Question question(String run, String task) {
    return new Question(
        new TreeSet<>(List.of("default")),
        new Identifier(JOHN),
        Optional.empty(),
        run,
        task,
        GRACE);
  }

  static Question onRoute(String route, String run) {
    return new Question(
        new TreeSet<>(List.of(route)), new Identifier(JOHN), Optional.empty(), run, "", GRACE);
  }

  static Question ofSite(String run, String site) {
    return new Question(
        new TreeSet<>(List.of("default")), new Identifier(JOHN), Optional.of(site), run, "", GRACE);
  }

  long code(String code) throws IOException {
    return take(JOHN, "default", "site.example", code, new Otp.Code(code, "a test"));
  }

  long written(String code, String site, Instant at) throws IOException {
    return take(
        JOHN,
        "default",
        site,
        code,
        new Otp.Code(code, "a test"),
        Optional.of(new Written(site, at)));
  }

  long take(String identifier, String route, String site, String text, Otp otp) throws IOException {
    return take(identifier, route, site, text, otp, Optional.empty());
  }

  long take(
      String identifier, String route, String site, String text, Otp otp, Optional<Written> written)
      throws IOException {
    var mail = mail("%d@x".formatted(mails++), text).at(now);
    var letter = Draft.of("", text).messageId(mail.messageId()).from("no-reply@" + site).letter();
    var deliver =
        new Decision.Deliver(
            Mails.GATEWAY,
            "To",
            new Lane(route, new Identifier(identifier)),
            otp,
            text,
            Life.of(now, Duration.ofMinutes(15)),
            written);
    return spool.commit(mail.envelope(), mail.raw(), letter, List.of(deliver)).ids().getFirst();
  }

  void post(long id, Outcome outcome) throws IOException {
    Mails.begun(spool, id);
    spool.settle(id, outcome, now);
  }

  State state(long id) throws IOException {
    return queue.find(id).orElseThrow().state();
  }

  String note(long id) throws IOException {
    return queue.find(id).orElseThrow().note();
  }
}
