package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A mailbox on a real server is watched, and nothing comes in by SMTP. */
class MailboxIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String JOHN = Watched.USER;

  private static final byte[] NEWSLETTER =
      """
      Message-ID: <spring@shop.example>
      Date: Sun, 22 Nov 2026 10:00:00 +0000
      From: The Shop <news@shop.example>
      To: john@example.com
      Subject: Spring has come to the shop

      Come and see our new tulips, they are in flower.
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  @RegisterExtension final Stage stage = new Stage();

  MailboxIT() throws IOException {}

  @Test
  void aCodeIsPostedAsSoonAsItsMailComesAndANewsletterIsNot() throws Exception {
    var dovecot = stage.dovecot();
    var daemon = watch(dovecot);
    var mailbox = dovecot.mailbox(JOHN);
    var spans = new ArrayList<Long>();
    for (int number = 1; number <= 5; number++) {
      mailbox.deliver("INBOX", NEWSLETTER);
      long begin =
          mailbox.deliver(
              "INBOX", new Mail(number, "john+%d@example.com".formatted(number)).bytes());
      spans.add(stage.skyvern().awaitPosts(number, SOON).getLast().arrivedNanos() - begin);
    }
    assertEquals(
        IntStream.rangeClosed(1, 5).mapToObj("john+%d@example.com"::formatted).toList(),
        stage.skyvern().posts().stream().map(post -> post.identifier()).toList());
    Figures.print(
        "in the folder to POST, of which Dovecot takes half a second: " + Figures.spread(spans));
    assertEquals(0, daemon.terminate());
  }

  @Test
  void theSameMailBySmtpAndFromAMailboxIsPostedOnce() throws Exception {
    var dovecot = stage.dovecot();
    var daemon =
        watch(dovecot, "OTPOST_SMTP_ENABLED", "true", "OTPOST_SMTP_RECIPIENTS", Stage.GATEWAY);
    var mailbox = dovecot.mailbox(JOHN);
    var bySmtp = new Mail(1, "a@example.com").bytes();
    var fromTheMailbox = new Mail(2, "b@example.com").bytes();
    try (var client = new SmtpClient(daemon.smtpPort())) {
      assertTrue(client.send(Mail.FROM, Stage.GATEWAY, bySmtp).isYes());
      mailbox.deliver("INBOX", bySmtp);
      mailbox.deliver("INBOX", fromTheMailbox);
      stage.skyvern().awaitCodes(2, SOON);
      assertTrue(client.send(Mail.FROM, Stage.GATEWAY, fromTheMailbox).isYes());
    }
    assertTrue(daemon.awaitLine(line -> isAgain(line, "id=1"), SOON).isPresent());
    assertTrue(daemon.awaitLine(line -> isAgain(line, "id=2"), SOON).isPresent());
    assertEquals(0, daemon.terminate());
    assertEachOnce(2);
  }

  private static boolean isAgain(String line, String id) {
    return line.contains(" received_again ") && line.contains(" " + id + " ");
  }

  @Test
  void everyFolderIsWatched() throws Exception {
    var dovecot = stage.dovecot();
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.deliver("Codes", NEWSLETTER);
    var daemon = watch(dovecot, Watched.key("FOLDERS"), "INBOX,Codes");
    Watched.await(daemon, "Codes", "watching");
    mailbox.deliver("INBOX", new Mail(1, "a@example.com").bytes());
    mailbox.deliver("Codes", new Mail(2, "b@example.com").bytes());
    stage.skyvern().awaitCodes(2, SOON);
    assertEachOnce(2);
  }

  @Test
  void whatWasPostedIsMarkedAsReadAndNothingElseIs() throws Exception {
    var dovecot = stage.dovecot();
    watch(dovecot, Watched.key("AFTER"), "seen");
    var mailbox = deliverTwoAndANewsletter(dovecot);
    Until.holds(
        "two are read",
        SOON,
        () -> mailbox.files("INBOX").stream().filter(Maildir.Stored::isSeen).count() == 2);
    assertEquals(
        List.of(1, 2),
        mailbox.files("INBOX").stream()
            .filter(Maildir.Stored::isSeen)
            .map(file -> file.number().orElse(-1))
            .sorted()
            .toList());
  }

  @Test
  void whatWasPostedIsMovedAndNothingElseIs() throws Exception {
    var dovecot = stage.dovecot();
    watch(dovecot, Watched.key("AFTER"), "move:Done");
    var mailbox = deliverTwoAndANewsletter(dovecot);
    Until.holds("two are moved", SOON, () -> mailbox.files("Done").size() == 2);
    assertEquals(
        List.of(1, 2),
        mailbox.files("Done").stream().map(file -> file.number().orElse(-1)).sorted().toList());
    Until.holds("one is left", SOON, () -> mailbox.files("INBOX").size() == 1);
  }

  @Test
  void whatWasPostedIsDeletedAndNothingElseIs() throws Exception {
    var dovecot = stage.dovecot();
    watch(dovecot, Watched.key("AFTER"), "delete");
    var mailbox = deliverTwoAndANewsletter(dovecot);
    Until.holds("one is left", SOON, () -> mailbox.files("INBOX").size() == 1);
    assertTrue(mailbox.files("INBOX").getFirst().number().isEmpty());
  }

  @Test
  void whatCameBeforeTheFirstLookIsTakenOnWishOnly() throws Exception {
    var dovecot = stage.dovecot();
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.fill(
        "INBOX", new Mail(9, JOHN).bytes(), 1, Instant.now().minus(Duration.ofMinutes(11)));
    mailbox.deliver("INBOX", new Mail(1, JOHN).bytes());
    watch(dovecot, Watched.key("SINCE"), "10m");
    mailbox.deliver("INBOX", new Mail(2, JOHN).bytes());
    stage.skyvern().awaitCodes(2, SOON);
    assertEachOnce(2);
  }

  @Test
  void nothingIsLostOrRepeatedWhenTheServerDiesAndThenWe() throws Exception {
    var dovecot = stage.dovecot();
    var daemon = watch(dovecot, Watched.FAST);
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.deliver("INBOX", new Mail(1, JOHN).bytes());
    stage.skyvern().awaitCodes(1, SOON);

    dovecot.kill();
    mailbox.deliver("INBOX", new Mail(2, JOHN).bytes());
    dovecot.startAgain();
    stage.skyvern().awaitCodes(2, SOON);

    Quiet.of(daemon, stage.skyvern()).kill();
    mailbox.deliver("INBOX", new Mail(3, JOHN).bytes());
    dovecot.restart();
    mailbox.deliver("INBOX", new Mail(4, JOHN).bytes());
    daemon.restart();
    mailbox.deliver("INBOX", new Mail(5, JOHN).bytes());
    stage.skyvern().awaitCodes(5, SOON);

    dovecot.disconnectAll();
    mailbox.deliver("INBOX", new Mail(6, JOHN).bytes());
    stage.skyvern().awaitCodes(6, SOON);
    assertEachOnce(6);
  }

  @Test
  void nothingIsLostOrRepeatedWhenTheServerNumbersMailsAnew() throws Exception {
    var dovecot = stage.dovecot();
    watch(dovecot, Watched.FAST);
    var mailbox = dovecot.mailbox(JOHN);
    for (int number = 1; number <= 3; number++) {
      mailbox.deliver("INBOX", NEWSLETTER);
      mailbox.deliver("INBOX", new Mail(number, JOHN).bytes());
    }
    stage.skyvern().awaitCodes(3, SOON);

    dovecot.stop();
    mailbox.forgetNumbers("INBOX");
    mailbox.deliver("INBOX", new Mail(4, JOHN).bytes());
    dovecot.startAgain();
    stage.skyvern().awaitCodes(4, SOON);
    mailbox.deliver("INBOX", new Mail(5, JOHN).bytes());
    stage.skyvern().awaitCodes(5, SOON);
    assertEachOnce(5);
  }

  @Tag("system")
  @Test
  void fiftyThousandOldMailsAreNeitherReadNorPosted() throws Exception {
    var dovecot = stage.dovecot();
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.fill(
        "INBOX", new Mail(9, JOHN).bytes(), 50_000, Instant.now().minus(Duration.ofDays(3)));
    dovecot.index(JOHN, "INBOX");
    var daemon = watch(dovecot, Watched.key("SINCE"), "10m");
    Figures.print(
        "50,000 old mails: %d ms from connecting to watching, %d MiB resident"
            .formatted(millis(daemon, "connecting", "watching"), daemon.residentKib() / 1024));
    mailbox.deliver("INBOX", new Mail(1, JOHN).bytes());
    stage.skyvern().awaitCodes(1, SOON);
    assertEachOnce(1);
  }

  private Maildir deliverTwoAndANewsletter(Dovecot dovecot) throws IOException {
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.deliver("INBOX", new Mail(1, JOHN).bytes());
    mailbox.deliver("INBOX", NEWSLETTER);
    mailbox.deliver("INBOX", new Mail(2, JOHN).bytes());
    stage.skyvern().awaitCodes(2, SOON);
    return mailbox;
  }

  /** Mails 1 to {@code last} were posted, and no other, and none twice. */
  private void assertEachOnce(int last) {
    assertEquals(
        IntStream.rangeClosed(1, last).boxed().toList(),
        stage.skyvern().posts().stream()
            .map(post -> Mail.numberIn(post.content()).orElse(-1))
            .sorted()
            .toList());
  }

  private Daemon watch(Dovecot dovecot, String... more) throws IOException {
    var daemon = stage.daemon(Watched.settings(dovecot, more));
    Watched.await(daemon, "INBOX", "watching");
    return daemon;
  }

  /** Between the first lines of two states, by the time that stands in the log. */
  private static long millis(Daemon daemon, String from, String to) {
    return Duration.between(at(daemon, from), at(daemon, to)).toMillis();
  }

  private static Instant at(Daemon daemon, String state) {
    var line = Watched.await(daemon, "INBOX", state);
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }
}
