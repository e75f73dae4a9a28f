package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.Credentials;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
import dev.otpost.message.Recipients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final Tls CHAIN = tls("chain.pem", "ec-sec1.key");

  @Test
  void saysForWhomItIsAndUntilWhen() throws IOException {
    var check = CertificateCheck.of(smtp("gw.example.com", CHAIN), NOW);

    assertEquals(
        "src/test/resources/tls/chain.pem, for gw.example.com, *.mx.example.com, 192.0.2.1, until "
            + expires().toString().split("T", 2)[0],
        check.words());
    assertEquals(List.of(), check.notes());
  }

  @Test
  void saysWhatASelfSignedOneMeans() throws IOException {
    var check = CertificateCheck.of(smtp("gw.example.com", Tls.STANDARD), NOW);

    assertEquals("self-signed, made by otpost at every start", check.words());
    assertTrue(check.notes().getFirst().contains("set smtp.tls.certificate"));
  }

  @ParameterizedTest
  @CsvSource({
    "-P14D, ''",
    "-P13DT23H59M59S, it expires in 13 days",
    "PT0S, it expires in 0 days",
    "PT1S, it has expired",
  })
  void warnsBeforeItExpiresAndAfter(Duration behindTheEnd, String note) throws IOException {
    var check = CertificateCheck.of(smtp("gw.example.com", CHAIN), expires().plus(behindTheEnd));

    assertEquals(note, String.join(" ", check.notes()).split(":", 2)[0]);
  }

  @Test
  void warnsThatItIsForSomebodyElse() throws IOException {
    var check = CertificateCheck.of(smtp("other.example.com", CHAIN), NOW);

    assertEquals(
        List.of("it is not for smtp.hostname, which is other.example.com: get one that names it"),
        check.notes());
  }

  @Test
  void warnsThatNobodyVouchesForIt() throws IOException {
    var check =
        CertificateCheck.of(smtp("gw.example.com", tls("nameless.pem", "ec-pkcs8.key")), NOW);

    assertTrue(check.words().contains(", for no host, "), check.words());
    assertTrue(check.notes().stream().anyMatch(it -> it.contains("self-signed")));
  }

  @Test
  void failsWhereServeWould() {
    var smtp = smtp("gw.example.com", tls("rsa.pem", "ec-sec1.key"));

    assertThrows(IOException.class, () -> CertificateCheck.of(smtp, NOW));
  }

  @Test
  void isAConcernFromFourteenDaysBeforeItsEndOnAndAnewEveryDay() throws IOException {
    var smtp = smtp("gw.example.com", CHAIN);
    var soon = expires().minus(Duration.ofDays(14));

    assertEquals(Optional.empty(), CertificateCheck.concern(smtp, soon));
    var first = CertificateCheck.concern(smtp, soon.plusSeconds(1)).orElseThrow();
    assertTrue(first.because().startsWith("it expires in 13 days"), first.because());
    var next = CertificateCheck.concern(smtp, soon.plus(Duration.ofDays(1))).orElseThrow();
    assertEquals(first.mark() + 1, next.mark());
    var over = CertificateCheck.concern(smtp, expires().plusSeconds(1)).orElseThrow();
    assertTrue(over.because().startsWith("it has expired"), over.because());
    assertTrue(over.mark() > next.mark());
  }

  @Test
  void isAConcernIfItCannotBeReadAndNoneIfOtpostMakesIt() {
    var smtp = smtp("gw.example.com", tls("nowhere.pem", "nowhere.key"));

    assertTrue(CertificateCheck.concern(smtp, NOW).isPresent());
    assertEquals(
        Optional.empty(), CertificateCheck.concern(smtp("gw.example.com", Tls.STANDARD), NOW));
  }

  private static Instant expires() throws IOException {
    return Credentials.of(CHAIN, "gw.example.com").expires();
  }

  private static Tls tls(String certificate, String key) {
    var directory = Path.of("src/test/resources/tls");
    return new Tls(
        Optional.of(new PemFiles(directory.resolve(certificate), directory.resolve(key))),
        false,
        Optional.empty());
  }

  private static SmtpSettings smtp(String hostname, Tls tls) {
    return new SmtpSettings(
        true,
        "",
        25,
        hostname,
        new Recipients(List.of("otp@gw.example.com")),
        1_000_000,
        SmtpSettings.Limits.DEFAULT,
        tls,
        SmtpSettings.Access.OPEN,
        new SmtpSettings.Bodies(1_000_000, Path.of("target", "incoming")));
  }
}
