package dev.otpost.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.alerts.AlertSettings.MailServer;
import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Secret;
import dev.otpost.message.Source;
import dev.otpost.message.Users;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sent to a real server: otpost's own listener, with a certificate for localhost and one user. */
final class MailTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final Secret PASSWORD = new Secret("s3cr3t wörd");
  private static final Address OPS = new Address("ops@example.com");
  private static final PasswordHash HASH = PasswordHash.make(PASSWORD, PasswordHash.FEWEST);

  private static final Notice HELD =
      new Notice(
          Notice.State.RAISED,
          new Concern(Kind.DELIVERIES_HELD, "", "1 waiting, the newest is 7: zwölf", 1),
          NOW);

  private record Taken(Envelope envelope, String mail) {}

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private SmtpListener listener;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MailTest() {}

  @BeforeEach
  void listen() throws IOException {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    Files.writeString(directory.resolve("cert.pem"), certificate.certificatePem());
    Files.writeString(directory.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
    var settings =
        new SmtpSettings(
            true,
            "127.0.0.1",
            0,
            "localhost",
            new Recipients(List.of(OPS.value())),
            1_000_000,
            SmtpSettings.Limits.DEFAULT,
            new SmtpSettings.Tls(
                Optional.of(
                    new PemFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"))),
                false,
                Optional.of(0)),
            new SmtpSettings.Access(List.of(), new Users(Map.of("ops", HASH)), List.of()),
            new SmtpSettings.Bodies(2_000_000, directory.resolve("incoming")));
    listener =
        SmtpListener.start(
            settings,
            (envelope, raw) -> {
              taken.add(new Taken(envelope, new String(raw, UTF_8)));
              return new Reply.Accepted(List.of(1L));
            },
            Capacity.of(2_000_000, directory.resolve("incoming"), 1_000_000),
            CLOCK);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Tls.class,
      names = {"STARTTLS", "IMPLICIT"})
  void isSentEncryptedAndAsAUser(Tls tls) throws Exception {
    assertEquals("accepted by localhost", mail(tls, PASSWORD, OPS).tell(HELD));
    var mail = taken.getFirst();
    assertEquals("otpost@example.com", mail.envelope().mailFrom());
    assertEquals(List.of(OPS), mail.envelope().rcptTo());
    var letter = new MessageParser().parse(mail.mail().getBytes(UTF_8));
    assertEquals("otpost alert: mail is held for you", letter.subject());
    assertTrue(letter.text().contains("1 waiting, the newest is 7: zwölf"), letter::text);
    assertTrue(letter.text().contains("kind: deliveries_held"), letter::text);
    assertTrue(letter.text().contains("host: mx1"), letter::text);
    assertTrue(mail.mail().contains("\r\nAuto-Submitted: auto-generated\r\n"), mail::mail);
    assertTrue(mail.mail().contains("\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n"), mail::mail);
    assertTrue(mail.mail().matches("(?s).*\r\nMessage-ID: <[^>]+@mx1>\r\n.*"), mail::mail);
  }

  @Test
  void sendsNeitherPasswordNorMailToAServerThatNobodyVouchesFor() {
    for (var tls : List.of(Tls.STARTTLS, Tls.IMPLICIT)) {
      var stranger =
          new Mail(server(tls, PASSWORD, OPS), Optional.empty(), "mx1", CLOCK, Mail.LIMIT);
      assertTrue(trouble(stranger).startsWith("no encrypted connection: "), trouble(stranger));
    }
    assertEquals(List.of(), taken);
  }

  @Test
  void saysThatThePasswordIsRefusedAndDoesNotShowIt() {
    var trouble = trouble(mail(Tls.STARTTLS, new Secret("wr0ng"), OPS));
    assertEquals("it refuses alerts.mail.username or its password", trouble);
  }

  @Test
  void saysThatNobodyTakesIt() {
    var nobody = new Address("nobody@example.com");
    assertEquals(
        "it takes mail for none of alerts.mail.to", trouble(mail(Tls.STARTTLS, PASSWORD, nobody)));
  }

  @Test
  void goesToThoseWhoAreThereIfOneIsNot() throws Exception {
    var nobody = new Address("nobody@example.com");
    assertEquals(
        "accepted, but not for all of alerts.mail.to",
        mail(Tls.STARTTLS, PASSWORD, OPS, nobody).tell(HELD));
    assertEquals(1, taken.size());
  }

  @Test
  void givesUpOnAServerThatSaysNothing() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server =
          new MailServer(
              "localhost", silent.getLocalPort(), Tls.NONE, "", Secret.NONE, OPS, List.of(OPS));
      var mail = new Mail(server, Optional.empty(), "mx1", CLOCK, Duration.ofMillis(300));
      var trouble = trouble(mail);
      assertTrue(trouble.startsWith("it was not sent within"), trouble);
    }
  }

  @Test
  void showsItsPasswordToNobody() {
    assertFalse(mail(Tls.STARTTLS, PASSWORD, OPS).toString().contains(PASSWORD.value()));
  }

  /** Whoever forwards all his mail to the gateway forwards the alerts of the gateway too. */
  @Test
  void isNothingForSkyvernWhenItIsForwardedToTheGateway() throws IOException {
    var gateway = new Address("otp@gw.example.com");
    var letter = new MessageParser().parse(mail(Tls.STARTTLS, PASSWORD, OPS).write(HELD));
    var router =
        new Router(
            new RoutingSettings(new Recipients(List.of(gateway.value())), Duration.ofMinutes(15)));
    var envelope =
        new Envelope(
            Source.SMTP, "ops+caf_=otp=gw.example.com@example.com", List.of(gateway), "", NOW);
    var decision = router.route(envelope, letter).getFirst();
    assertEquals(
        "an alert of otpost's own: X-Otpost-Alert",
        assertInstanceOf(Decision.Ignore.class, decision).because());
  }

  private Mail mail(Tls tls, Secret password, Address... to) {
    return new Mail(
        server(tls, password, to),
        Optional.of(directory.resolve("cert.pem")),
        "mx1",
        CLOCK,
        Mail.LIMIT);
  }

  private MailServer server(Tls tls, Secret password, Address... to) {
    return new MailServer(
        "localhost",
        tls == Tls.IMPLICIT ? listener.securePort().orElseThrow() : listener.port(),
        tls,
        "ops",
        password,
        new Address("otpost@example.com"),
        List.of(to));
  }

  private static String trouble(Mail mail) {
    return String.valueOf(assertThrows(IOException.class, () -> mail.tell(HELD)).getMessage());
  }
}
