package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.imap.Cable;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the daemon gets into a mailbox on a real server, and what it does where it does not. */
class MailboxLoginIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String JOHN = Watched.USER;

  @RegisterExtension final Stage stage = new Stage();

  MailboxLoginIT() throws IOException {}

  @Test
  void theConnectionIsEncryptedAfterStarttls() throws Exception {
    var dovecot = stage.dovecot();
    var cable = stage.with(Cable.to(dovecot.port()));
    var daemon =
        stage.daemon(
            Watched.settings(
                cable.port(),
                "starttls",
                Watched.key("TLS_AUTHORITIES"),
                dovecot.authority().toString()));
    Watched.await(daemon, "INBOX", "watching");
    dovecot.mailbox(JOHN).deliver("INBOX", new Mail(1, JOHN).bytes());
    stage.skyvern().awaitCodes(1, SOON);
    assertTrue(cable.said().contains(" STARTTLS\r\n"), cable::said);
    assertFalse(cable.said().contains(" LOGIN "), cable::said);
    assertFalse(cable.said().contains(" AUTHENTICATE "), cable::said);
  }

  @Test
  void aServerWhoseCertificateNobodyVouchesForIsToldNothing() throws Exception {
    var dovecot = stage.dovecot();
    var cable = stage.with(Cable.to(dovecot.securePort()));
    var daemon = stage.daemon(Watched.settings(cable.port(), "implicit"));
    Watched.await(daemon, "INBOX", "retrying");
    assertEquals("", dovecot.doveadm("who", "-1").out().lines().skip(1).findAny().orElse(""));
  }

  @Test
  void aWrongPasswordIsSeenAndTheRightOneHelps() throws Exception {
    var dovecot = stage.dovecot();
    var wrong = Watched.settings(dovecot, Watched.key("PASSWORD"), "not it");
    var daemon = stage.daemon(wrong);
    Watched.await(daemon, "INBOX", "refused");
    var status = Product.run(stage.environment(wrong), "status");
    assertEquals(69, status.exit(), status::toString);
    assertTrue(status.out().contains("REFUSED"), status::toString);
    assertEquals(0, daemon.terminate());

    var again = watch(dovecot);
    dovecot.mailbox(JOHN).deliver("INBOX", new Mail(1, JOHN).bytes());
    stage.skyvern().awaitCodes(1, SOON);
    status = Product.run(stage.environment(Watched.settings(dovecot)), "status");
    assertEquals(0, status.exit(), status::toString);
    assertEquals(0, again.terminate());
  }

  @Test
  void aTokenOpensTheMailboxAndANewOneIsHadWhenItIsRefused() throws Exception {
    var tokens = stage.with(Tokens.of(JOHN));
    var dovecot = stage.dovecotWithTokens(tokens.whose());
    watch(
        dovecot,
        Watched.with(
            Watched.FAST,
            Watched.key("PASSWORD"),
            "",
            Watched.key("OAUTH_TOKEN_ENDPOINT"),
            tokens.endpoint().toString(),
            Watched.key("OAUTH_CLIENT_ID"),
            Tokens.CLIENT,
            Watched.key("OAUTH_REFRESH_TOKEN"),
            Tokens.REFRESH_TOKEN));
    var mailbox = dovecot.mailbox(JOHN);
    mailbox.deliver("INBOX", new Mail(1, JOHN).bytes());
    stage.skyvern().awaitCodes(1, SOON);
    assertEquals(1, tokens.given().size());

    tokens.revoke();
    dovecot.disconnectAll();
    mailbox.deliver("INBOX", new Mail(2, JOHN).bytes());
    stage.skyvern().awaitCodes(2, SOON);
    assertEquals(2, tokens.given().size());
    assertEquals(2, stage.skyvern().posts().size());
  }

  private Daemon watch(Dovecot dovecot, String... more) throws IOException {
    var daemon = stage.daemon(Watched.settings(dovecot, more));
    Watched.await(daemon, "INBOX", "watching");
    return daemon;
  }
}
