package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What other stories rely on: how a real IMAP server behaves by itself, without otpost. */
class DovecotIT {

  private static final String JOHN = "john@example.com";
  private static final String LOGIN = "LOGIN %s %s".formatted(JOHN, Dovecot.PASSWORD);

  @RegisterExtension final Stage stage = new Stage();

  DovecotIT() throws IOException {}

  @Test
  void tellsOfMailWhileAClientIsIdle() throws Exception {
    var dovecot = stage.dovecot();
    var mailbox = dovecot.mailbox(JOHN);
    var spans = new ArrayList<Long>();
    try (var client = ImapClient.connectSecure(dovecot.securePort(), dovecot.trusting())) {
      client.expect(LOGIN);
      client.expect("SELECT INBOX");
      for (int number = 1; number <= 5; number++) {
        client.idle();
        long begin = mailbox.deliver("INBOX", new Mail(number, JOHN).bytes());
        client.await("* %d EXISTS".formatted(number));
        spans.add(System.nanoTime() - begin);
        client.done();
      }
    }
    Figures.print("Dovecot by itself, mail in the folder to EXISTS: " + Figures.spread(spans));
  }

  @Test
  void encryptsWhenAskedAndShowsOnDiskWhatBecameOfMails() throws Exception {
    var dovecot = stage.dovecot();
    var mailbox = dovecot.mailbox(JOHN);
    for (int number = 1; number <= 4; number++) {
      mailbox.deliver("INBOX", new Mail(number, JOHN).bytes());
    }
    try (var client = ImapClient.connect(dovecot.port())) {
      client.startTls(dovecot.trusting());
      assertEquals(
          "NO [AUTHENTICATIONFAILED] Authentication failed.",
          client.command("LOGIN %s wrong".formatted(JOHN)).getLast());
      client.expect(LOGIN);
      client.expect("SELECT INBOX");
      client.expect("CREATE Done");
      client.expect("UID STORE 1 +FLAGS.SILENT (\\Seen)");
      client.expect("UID STORE 2 +FLAGS.SILENT (\\Deleted)");
      client.expect("UID EXPUNGE 2");
      client.expect("UID MOVE 3 Done");
    }
    assertEquals(
        List.of("1 true", "4 false"),
        mailbox.files("INBOX").stream()
            .map(file -> file.number().orElseThrow() + " " + file.isSeen())
            .sorted()
            .toList());
    assertEquals(3, mailbox.files("Done").getFirst().number().orElseThrow());
  }

  @Test
  void numbersMailsAnewAndComesBackFromEveryEnd() throws Exception {
    var dovecot = stage.dovecot();
    dovecot.mailbox(JOHN).deliver("INBOX", new Mail(1, JOHN).bytes());
    var before = uidValidity(dovecot);
    dovecot.newUidValidity(JOHN, "INBOX");
    var after = uidValidity(dovecot);
    assertNotEquals(before, after);

    dovecot.kill();
    assertThrows(IOException.class, () -> ImapClient.connect(dovecot.port()));
    dovecot.startAgain();
    assertEquals(after, uidValidity(dovecot));
    dovecot.stop();
    dovecot.startAgain();

    try (var client = ImapClient.connect(dovecot.port())) {
      client.expect(LOGIN);
      dovecot.disconnectAll();
      client.await("* BYE");
    }
    assertEquals(after, uidValidity(dovecot));
  }

  @Tag("system")
  @Test
  void opensAFolderOfFiftyThousandMailsQuicklyOnceItHasReadThroughIt() throws Exception {
    var dovecot = stage.dovecot();
    var old = new Mail(1, JOHN).bytes();
    dovecot.mailbox(JOHN).fill("INBOX", old, 50_000, Instant.now().minus(Duration.ofDays(3)));
    long begin = System.nanoTime();
    dovecot.index(JOHN, "INBOX");
    long indexed = System.nanoTime();
    try (var client = ImapClient.connect(dovecot.port())) {
      client.expect(LOGIN);
      long login = System.nanoTime();
      var answer = client.expect("SELECT INBOX");
      long selected = System.nanoTime();
      assertTrue(answer.contains("* 50000 EXISTS"), answer::toString);
      Figures.print(
          "Dovecot by itself, 50,000 mails: %d ms to read through them, then %d ms to open the folder"
              .formatted((indexed - begin) / 1_000_000, (selected - login) / 1_000_000));
    }
  }

  @Test
  void letsInWhoHasATokenAsLongAsItIsGood() throws Exception {
    var tokens = stage.with(Tokens.of(JOHN));
    var dovecot = stage.dovecotWithTokens(tokens.whose());
    var token = tokens.giveOne();
    try (var client = ImapClient.connect(dovecot.port())) {
      assertTrue(client.expect("CAPABILITY").toString().contains("AUTH=XOAUTH2"));
      client.expect("AUTHENTICATE XOAUTH2 " + xoauth2(token));
      client.expect("SELECT INBOX");
    }
    tokens.revoke();
    try (var client = ImapClient.connect(dovecot.port())) {
      var challenge = client.await("AUTHENTICATE XOAUTH2 " + xoauth2(token), "+ ");
      assertTrue(
          new String(Base64.getDecoder().decode(challenge.substring(2)), StandardCharsets.UTF_8)
              .contains("\"status\":\"401\""),
          challenge);
    }
  }

  private static String xoauth2(String token) {
    return Base64.getEncoder()
        .encodeToString(
            "user=%s\1auth=Bearer %s\1\1".formatted(JOHN, token).getBytes(StandardCharsets.UTF_8));
  }

  private static String uidValidity(Dovecot dovecot) throws IOException {
    try (var client = ImapClient.connect(dovecot.port())) {
      client.expect(LOGIN);
      client.expect("NOOP");
      return client.expect("SELECT INBOX").stream()
          .filter(line -> line.contains("UIDVALIDITY"))
          .findFirst()
          .orElseThrow();
    }
  }
}
