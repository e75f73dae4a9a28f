package dev.otpost.command;

import static dev.otpost.command.Shell.LINK;
import static dev.otpost.command.Shell.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** {@code otpost try}: what would become of a mail. */
final class TryCommandTest {

  private final Shell shell;

  TryCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void triesAMailWithoutKeySpoolOrNetwork() throws IOException {
    var ran = shell.run("try", shell.mail().toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("totp_identifier  john@example.com"), ran.out());
    assertTrue(ran.out().contains("because"), ran.out());
    try (var files = Files.list(shell.directory())) {
      assertEquals(1, files.count(), "nothing but the mail");
    }
  }

  @Test
  void looksAtTheSignatureOfAMailOnlyIfItIsToldTo() throws IOException {
    var file = shell.file("unsigned.eml"); // For a signed one the DNS would be asked.
    Files.writeString(file, "From: a@example.com\r\nSubject: x\r\n\r\nYour code is 123456");
    var mail = file.toString();
    assertFalse(shell.run("try", mail).out().contains("dkim"));
    var out = shell.run("try", "--dkim", mail).out();
    assertTrue(out.contains("dkim             none: it is not signed"), out);
    var object = JSON.std.mapFrom(shell.run("try", "--dkim", "--json", mail).out());
    assertEquals("none", object.get("dkim"));
    assertNull(object.get("dkim_domain"));
  }

  @Test
  void triesAMailAsIfItHadJustComeIntoAMailbox() throws IOException {
    watch("work", "john@example.com");
    watch("codes", "codes@example.com");
    shell.set("OTPOST_IMAP_ACCOUNTS_CODES_RECIPIENT", "otp@gw.example.com");
    shell.set("OTPOST_IMAP_ACCOUNTS_CODES_FROM", "*@acme.example");
    shell.set("OTPOST_IMAP_ACCOUNTS_CODES_WITHOUT_OTP", "post");
    var mail = "Delivered-To: otp+jo=a.example@gw.example.com\nTo: John+x@example.com\n";
    var code = mail + "From: a@acme.example\nSubject: Hi\n\nYour code is 482913";
    var news = mail + "From: a@acme.example\nSubject: Hi\n\nNothing in it";
    assertEquals("john+x@example.com", tried("work", code).get("totp_identifier"));
    assertEquals("2026-11-22T10:15:00Z", tried("work", code).get("expires"));
    assertEquals("ignored", tried("work", news).get("kind"));
    var collected = tried("codes", news);
    assertEquals("none", collected.get("kind"));
    assertEquals("jo@a.example", collected.get("totp_identifier"));
    assertEquals("otp+jo=a.example@gw.example.com", collected.get("recipient"));
    var others = tried("codes", code.replace("a@acme", "a@other"));
    assertEquals("it is from others (imap.accounts.codes.from)", others.get("because"));
  }

  @Test
  void saysThatThereIsNoSuchMailbox() throws IOException {
    var ran = shell.run("try", "--account", "home", shell.mail().toString());
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("no mailbox is called home"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--mail-from", "--rcpt-to"})
  void findsTheEnvelopeOfAMailInAMailboxInItsHeaderOnly(String option) throws IOException {
    var ran = shell.run("try", "--account", "home", option, "a@a.example", shell.mail().toString());
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("leave --mail-from and --rcpt-to away"), ran.err());
  }

  @Test
  void triesMailsAsJsonOneObjectALine() throws IOException {
    var mail = shell.mail().toString();
    var ran =
        shell.run(
            "try", "--json", "--rcpt-to", "otp@gw.example.com,otp+x@gw.example.com", mail, mail);
    var lines = ran.out().lines().toList();
    assertEquals(4, lines.size());
    var object = JSON.std.mapFrom(lines.getFirst());
    assertEquals(mail, object.get("file"));
    assertEquals("otp@gw.example.com", object.get("recipient"));
    assertEquals("john@example.com", object.get("totp_identifier"));
    assertEquals("2026-11-22T10:10:00Z", object.get("expires"));
    assertEquals(List.of("otp@gw.example.com", "otp+x@gw.example.com"), values(lines, "recipient"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"question", "bounce", "empty"})
  void triesAMailThatIsNotPostedAsJsonWithNullsForWhatIsAbsent(String what) throws IOException {
    var mail =
        switch (what) {
          case "question" -> QUESTION;
          case "bounce" -> "From: mailer-daemon@x.example\nSubject: Undelivered\n\nSorry";
          default -> "\n";
        };
    var file = Files.writeString(shell.file("mail.eml"), mail);
    var ran = shell.run("try", "--json", file.toString());
    var object = JSON.std.mapFrom(ran.out());
    assertEquals(
        List.of(
            "file",
            "recipient",
            "totp_identifier",
            "because",
            "kind",
            "code",
            "link",
            "evidence",
            "content",
            "expires",
            "refused"),
        List.copyOf(object.keySet()),
        ran.out());
    boolean question = what.equals("question");
    assertEquals(
        question ? "gmail_confirmation" : what.equals("bounce") ? "ignored" : "held",
        object.get("kind"));
    assertEquals(question ? "99427480" : null, object.get("code"));
    assertEquals(question ? LINK : null, object.get("link"));
    for (var absent : List.of("totp_identifier", "content", "expires", "evidence")) {
      assertNull(object.get(absent), absent);
    }
  }

  @Test
  void triesAQuestionOfGmailsForPeople() throws IOException {
    var file = Files.writeString(shell.file("mail.eml"), QUESTION);
    var out = shell.run("try", file.toString()).out();
    for (var said :
        List.of("held, not posted", "john.doe@gmail.com", "99427480", LINK, "gmail_confirmation")) {
      assertTrue(out.contains(said), out);
    }
  }

  @Test
  void ignoresAMailWithoutACodeIfThatIsConfigured() throws IOException {
    shell.set("OTPOST_DELIVERY_WITHOUT_OTP", "ignore");
    var file = Files.writeString(shell.file("mail.eml"), "Subject: Hi\n\nNothing in it");
    var object = JSON.std.mapFrom(shell.run("try", "--json", file.toString()).out());
    assertEquals("ignored", object.get("kind"));
  }

  @Test
  void saysWhichMailItCannotRead() {
    var ran = shell.run("try", shell.file("none.eml").toString());
    assertEquals(ExitCode.UNREADABLE, ran.exitCode());
    assertTrue(ran.err().contains("none.eml"));
  }

  private void watch(String account, String username) {
    var section = "OTPOST_IMAP_ACCOUNTS_" + account.toUpperCase(Locale.ROOT);
    shell.set(section + "_HOST", "imap.example.com");
    shell.set(section + "_USERNAME", username);
    shell.set(section + "_PASSWORD", "secret");
  }

  private Map<String, Object> tried(String account, String mail) throws IOException {
    var file = Files.writeString(shell.file("mail.eml"), mail);
    var ran = shell.run("try", "--json", "--account", account, file.toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    return JSON.std.mapFrom(ran.out());
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .map(line -> String.valueOf(JSON.std.mapFrom(line).get(key)))
        .distinct()
        .toList();
  }
}
