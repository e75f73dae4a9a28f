package dev.otpost.command;

import static dev.otpost.command.Shell.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.otpost.demo.StandInSkyvern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code otpost check}: what would keep otpost from its work is found before it starts. */
final class CheckCommandTest {

  private final Shell shell;

  CheckCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void findsNothingWrongWhereNothingIs() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      var ran = shell.run("check");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertTrue(skyvern.posts().isEmpty(), "no code is sent");
      assertFalse(Files.exists(shell.file("spool")), "nothing is made");
      assertFalse(ran.out().contains(skyvern.apiKey()));
    }
  }

  @Test
  void findsEverythingThatIsWrong() throws IOException {
    try (var skyvern = StandInSkyvern.start();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      shell.serveFrom(skyvern);
      shell.set("SKYVERN_API_KEY", "sk-wrong");
      shell.set("OTPOST_SMTP_HOST", "127.0.0.1");
      shell.set("OTPOST_SMTP_PORT", "" + taken.getLocalPort());
      shell.set("OTPOST_SPOOL_PATH", Files.createFile(shell.file("f")) + "/spool");
      var ran = shell.run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
      assertEquals(3, ran.out().lines().filter(it -> it.startsWith("WRONG")).count(), ran.out());
      assertTrue(ran.out().contains("403") || ran.out().contains("401"), ran.out());
    }
  }

  @Test
  void startsWithNoFileForASkyvernThatCannotBeRead() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      shell.set("SKYVERN_BASE_URL", "https://127.0.0.1:1");
      shell.set("OTPOST_SKYVERN_CA_FILE", shell.file("none.pem").toString());
      for (var command : List.of("check", "serve")) {
        var ran = shell.run(command);
        assertEquals(ExitCode.CONFIGURATION, ran.exitCode(), ran.out() + ran.err());
        assertTrue(ran.err().contains("skyvern.ca-file = "), ran.err());
        assertTrue(ran.err().contains("there is no such file"), ran.err());
      }
    }
  }

  @Test
  void saysThatTheCertificateForASkyvernHasExpired() throws IOException {
    var longAgo = NOW.minus(Duration.ofDays(30)).toEpochMilli();
    var expired =
        new HeldCertificate.Builder()
            .validityInterval(longAgo, NOW.minus(Duration.ofDays(1)).toEpochMilli())
            .build();
    var file =
        Files.writeString(
            shell.file("client.pem"), expired.certificatePem() + expired.privateKeyPkcs8Pem());
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      shell.set("SKYVERN_BASE_URL", "https://127.0.0.1:1");
      shell.set("OTPOST_SKYVERN_CLIENT_CERTIFICATE", file.toString());
      var ran = shell.run("check");
      assertEquals(ExitCode.CONFIGURATION, ran.exitCode(), ran.out() + ran.err());
      assertTrue(
          ran.out()
              .contains(
                  "WRONG skyvern, TLS   https://127.0.0.1:1: the client-certificate has expired"
                      + " on"),
          ran.out());
    }
  }

  @Test
  void namesTheProxyInFrontOfASkyvernAndNotItsPassword() throws IOException {
    int nobody;
    try (var free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      shell.set("OTPOST_SKYVERN_PROXY", "http://otpost:S3cr3t@127.0.0.1:" + nobody);
      var ran = shell.run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out() + ran.err());
      assertTrue(
          ran.out()
              .contains(
                  "through the proxy 127.0.0.1:%d no connection to the proxy".formatted(nobody)),
          ran.out());
      assertFalse(ran.out().contains("S3cr3t"), ran.out());
    }
  }

  @Test
  void makesNothingInADirectoryThatIsThereForTheSpool() throws IOException {
    var spool = Files.createDirectory(shell.file("spool"));
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      var ran = shell.run("check");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains("to be made at the first start"), ran.out());
      try (var made = Files.list(spool)) {
        assertEquals(List.of(), made.toList());
      }
    }
  }

  @Test
  void saysThatTheSpoolIsInUse() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      try (var spool = shell.spool()) {
        assertTrue(spool.isWritable());
        var ran = shell.run("check");
        assertEquals(ExitCode.OK, ran.exitCode(), ran.out());
        assertTrue(ran.out().contains("in use by an otpost that runs"), ran.out());
        assertEquals(ExitCode.TRY_LATER, shell.run("serve").exitCode());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, everybody on this machine (no http.password",
        "a long password, -, who shows the password",
        "-, 0123456789abcdef0123456789abcdef, who shows a token",
        "a long password, 0123456789abcdef0123456789abcdef, who shows the password or a token"
      })
  void saysWhoMayLook(@Nullable String password, @Nullable String token, String said)
      throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      Optional.ofNullable(password).ifPresent(it -> shell.set("OTPOST_HTTP_PASSWORD", it));
      Optional.ofNullable(token).ifPresent(it -> shell.set("OTPOST_HTTP_TOKEN", it));
      var out = shell.run("check").out();
      assertTrue(out.contains("may look       " + said), out);
      assertFalse(out.contains("0123456789") || out.contains("a long password"), out);
    }
  }

  @Test
  void saysWhoMaySend() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      assertTrue(
          shell.run("check").out().contains("may send       everybody"), shell.run("check").out());

      var hash = "pbkdf2-sha256$100000$" + "A".repeat(22) + "$" + "A".repeat(43);
      shell.set("OTPOST_SMTP_ALLOWED_NETWORKS", "192.0.2.0/24");
      shell.set("OTPOST_SMTP_USERS", "printer=" + hash);
      shell.set("OTPOST_SMTP_PROXIES", "10.0.0.5");
      var out = shell.run("check").out();
      assertTrue(out.contains("192.0.2.0/24 without a password, printer with a password\n"), out);
      assertTrue(out.contains("behind         10.0.0.5, which must begin"), out);
      assertFalse(out.contains("AAAA"), out);
    }
  }

  @Test
  void saysWhichCertificateIsShownAndWhatIsWrongWithIt() throws IOException {
    try (var skyvern = StandInSkyvern.start()) {
      shell.serveFrom(skyvern);
      assertTrue(shell.run("check").out().contains("ok    certificate    self-signed"));

      shell.set("OTPOST_SMTP_TLS_PORT", "0");
      shell.set("OTPOST_SMTP_TLS_CERTIFICATE", shell.file("none.pem").toString());
      var ran = shell.run("check");

      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out());
      assertTrue(ran.out().contains("WRONG certificate    smtp.tls.certificate: "), ran.out());
      assertTrue(ran.out().contains("ok    smtp, TLS      "), ran.out());
    }
  }

  @Test
  void looksIntoEachMailboxThatIsWatched() throws IOException {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap").dynamicPort());
    server.start();
    try (var skyvern = StandInSkyvern.start()) {
      server.setUser("john", "open sesame");
      shell.serveFrom(skyvern);
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_HOST", "127.0.0.1");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_PORT", "" + server.getImap().getPort());
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_TLS", "none");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_PASSWORD", "open sesame");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_FOLDERS", "INBOX, Codes");
      var out = shell.run("check").out();
      assertTrue(out.contains("ok    mailbox        INBOX of work: 0 mails, "), out);
      assertTrue(out.contains("WRONG mailbox        Codes of work: Codes cannot be opened"), out);
      assertFalse(out.contains("sesame"), out);
    } finally {
      server.stop();
    }
  }

  @Test
  void usesNoRefreshTokenForSomebodyWhomTheSpoolDoesNotBelongTo() throws IOException {
    var spool = Files.createDirectory(shell.file("spool"));
    assumeTrue(Files.getOwner(spool).getName().equals("root"), "only root gives files away");
    Files.setOwner(
        spool,
        spool.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    try (var skyvern = StandInSkyvern.start();
        var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      shell.serveFrom(skyvern);
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_PRESET", "microsoft");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_CLIENT_ID", "client");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_OAUTH_REFRESH_TOKEN", "refresh");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john@example.com");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_HOST", "127.0.0.1");
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_PORT", "" + server.getLocalPort());
      shell.set("OTPOST_IMAP_ACCOUNTS_WORK_TLS", "none");
      shell.set("OTPOST_IMAP_LIMITS_ANSWER_TIME", "100ms");
      var ran = shell.run("check");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode(), ran.out() + ran.err());
      assertTrue(ran.out().contains("WRONG mailbox        INBOX of work: "), ran.out());
      assertTrue(ran.out().contains("runuser -u nobody -- otpost check"), ran.out());
    }
  }
}
