package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
import dev.otpost.message.pem.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Over real sockets: what clients are shown, and what they can agree on. */
class CredentialsTest {

  private static final Path PEM = Path.of("src/test/resources/tls");

  @TempDir private Path directory;
  private final AtomicLong nanoTime = new AtomicLong();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  CredentialsTest() {}

  @BeforeEach
  void listen() {
    lines.start();
    log().addAppender(lines);
    log().setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    log().detachAppender(lines);
    log().setLevel(null);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(Credentials.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksTheProtocolsOfToday(String protocol) throws IOException {
    assertEquals(
        protocol,
        TlsCall.shakeHands(credentials("chain.pem", "ec-sec1.key"), protocol).getProtocol());
    assertEquals(
        protocol,
        TlsCall.shakeHands(credentials("rsa.pem", "rsa-pkcs8.key"), protocol).getProtocol());
  }

  @Test
  void refusesTheProtocolsOfYesterday() throws IOException {
    try (var call = new TlsCall().answeredBy(credentials("rsa.pem", "rsa-pkcs8.key"))) {
      // Raw, since Java's own client does not speak it any more: a ClientHello of TLS 1.1.
      call.client
          .getOutputStream()
          .write(
              HexFormat.of()
                  .parseHex(
                      "160301002d"
                          + "01000029"
                          + "0302"
                          + "ab".repeat(32)
                          + "00"
                          + "0002c013"
                          + "0100"));

      var alert = call.client.getInputStream().readNBytes(7);

      // RFC 5246 7.2: an alert (21), of 2 octets, fatal (2), protocol_version (70).
      assertArrayEquals(new byte[] {21, 2, 70}, new byte[] {alert[0], alert[5], alert[6]});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, true",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, false",
    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, false",
  })
  void agreesOnForwardSecrecyAndAuthenticatedEncryptionOnly(String cipher, boolean agrees)
      throws IOException {
    try (var call = new TlsCall().answeredBy(credentials("rsa.pem", "rsa-pkcs8.key"))) {
      var protocols = new String[] {"TLSv1.2"};
      var ciphers = new String[] {cipher};
      if (agrees) {
        assertEquals(cipher, call.shakeHands(protocols, ciphers).getCipherSuite());
      } else {
        assertThrows(SSLException.class, () -> call.shakeHands(protocols, ciphers));
      }
    }
  }

  @Test
  void leavesTheConnectionOfAFailedHandshakeToItsOwner() throws IOException {
    try (var call = new TlsCall()) {
      call.client.getOutputStream().write("EHLO client.example\r\n".getBytes(US_ASCII));
      var encrypted = credentials("rsa.pem", "rsa-pkcs8.key").over(call.server);

      assertThrows(SSLException.class, encrypted::startHandshake);
      assertFalse(call.server.isClosed());
      assertEquals(21, call.client.getInputStream().read(), "an alert");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa-pkcs8.key",
    "rsa.pem, rsa-pkcs1.key",
    "ec.pem, ec-pkcs8.key",
    "ec.pem, ec-sec1.key",
    "ec384.pem, ec384-sec1.key",
    "all-in-one.pem, all-in-one.pem",
  })
  void readsTheKeyInAnyForm(String certificate, String key) throws IOException {
    var shown = TlsCall.shownBy(credentials(certificate, key));

    assertEquals("CN=gw.example.com", shown.getFirst().getSubjectX500Principal().getName());
  }

  @ParameterizedTest
  @CsvSource({
    "ec.pem, ec-sec1.key, CN=gw.example.com",
    "chain.pem, ec-sec1.key, CN=gw.example.com CN=middle",
    "all-in-one.pem, all-in-one.pem, CN=gw.example.com CN=middle CN=root",
  })
  void showsTheCertificateFirstAndThenThoseBehindItHoweverTheyLieInTheFile(
      String certificate, String key, String chain) throws IOException {
    assertEquals(chain, String.join(" ", subjects(TlsCall.shownBy(credentials(certificate, key)))));
  }

  @Test
  void leavesOutWhatDoesNotVouchForTheCertificate() throws IOException {
    var both = directory.resolve("both.pem");
    Files.writeString(
        both, Files.readString(PEM.resolve("rsa.pem")) + Files.readString(PEM.resolve("ec.pem")));

    var shown = TlsCall.shownBy(credentials(both, PEM.resolve("ec-sec1.key")));

    assertEquals(1, shown.size());
    assertEquals("EC", shown.getFirst().getPublicKey().getAlgorithm());
  }

  @Test
  void readsAFileWithByteOrderMarkAndLineEndsOfWindows() throws IOException {
    var file = directory.resolve("windows.pem");
    Files.writeString(
        file, "\uFEFF" + Files.readString(PEM.resolve("all-in-one.pem")).replace("\n", "\r\n"));

    assertEquals(3, TlsCall.shownBy(credentials(file, file)).size());
  }

  @Test
  void saysForWhomAndUntilWhenItIs() throws IOException {
    var credentials = credentials("chain.pem", "ec-sec1.key");
    var shown = TlsCall.shownBy(credentials).getFirst();

    assertEquals(List.of("gw.example.com", "*.mx.example.com", "192.0.2.1"), credentials.names());
    assertEquals(shown.getNotAfter().toInstant(), credentials.expires());
    assertFalse(credentials.isSelfSigned());
  }

  @ParameterizedTest
  @CsvSource({
    "gw.example.com, true",
    "GW.Example.Com, true",
    "a.mx.example.com, true",
    "[192.0.2.1], true",
    "a.b.mx.example.com, false",
    "mx.example.com, false",
    "example.com, false",
    "localhost, false",
  })
  void isForItsNamesAndItsPatterns(String host, boolean is) throws IOException {
    assertEquals(is, credentials("chain.pem", "ec-sec1.key").isFor(host));
  }

  @Test
  void knowsACertificateWithoutNamesThatVouchesForItself() throws IOException {
    var credentials = credentials("nameless.pem", "ec-pkcs8.key");

    assertEquals(List.of(), credentials.names());
    assertTrue(credentials.isSelfSigned());
    assertFalse(credentials.isFor("nobody"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gw.example.com", "[192.0.2.1]", "[IPv6:2001:db8::1]", "my_host", "localhost"})
  void makesACertificateWhereThereIsNone(String hostname) throws IOException {
    var credentials = Credentials.of(Tls.STANDARD, hostname);

    var shown = TlsCall.shownBy(credentials);

    assertTrue(credentials.isSelfSigned());
    assertTrue(credentials.isFor(hostname), () -> names(credentials));
    assertEquals(1, shown.size());
    assertEquals("EC", shown.getFirst().getPublicKey().getAlgorithm());
    assertEquals(1, credentials.names().size());
    assertTrue(
        shown.getFirst().getNotAfter().toInstant().isAfter(Instant.parse("2036-01-01T00:00:00Z")));
    assertEquals(shown, TlsCall.shownBy(credentials), "the same for everybody");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none.pem     | rsa-pkcs8.key           | smtp.tls.certificate: there is no file
          rsa.pem      | none.key                | smtp.tls.key: there is no file
          .            | rsa-pkcs8.key           | smtp.tls.certificate: src/test/resources/tls/. cannot be read
          ec.der       | ec-sec1.key             | smtp.tls.certificate: there is no certificate in
          rsa-pkcs8.key| rsa.pem                 | smtp.tls.certificate: there is no certificate in
          rsa.pem      | rsa.pem                 | smtp.tls.key: there is no private key in
          rsa.pem      | ec.der                  | smtp.tls.key: there is no private key in
          rsa.pem      | ec-sec1.key             | smtp.tls.key: the private key in
          rsa.pem      | ec-pkcs8.key            | does not belong to the certificate in
          ec.pem       | rsa-pkcs1.key           | does not belong to the certificate in
          ec.pem       | ec384-sec1.key          | does not belong to the certificate in
          ec384.pem    | ec-sec1.key             | does not belong to the certificate in
          rsa.pem      | rsa-pkcs8-encrypted.key | openssl pkey -in
          rsa.pem      | rsa-pkcs1-encrypted.key | openssl pkey -in
          """)
  void saysWhatToDoAboutFilesThatHoldNoPair(String certificate, String key, String words) {
    var e = assertThrows(IOException.class, () -> credentials(certificate, key));

    assertTrue(String.valueOf(e.getMessage()).contains(words), e::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"0.5, ends before the end of its CERTIFICATE", "0.999, ends before the end"})
  void saysThatAFileBreaksOff(double part, String words) throws IOException {
    var text = Files.readString(PEM.resolve("ec.pem"));
    var file = directory.resolve("half.pem");
    Files.writeString(file, text.substring(0, (int) (text.strip().length() * part)));

    var e = assertThrows(IOException.class, () -> credentials(file, PEM.resolve("ec-sec1.key")));

    assertTrue(String.valueOf(e.getMessage()).contains(words), e::getMessage);
  }

  @Test
  void saysThatAFileIsDamaged() throws IOException {
    var file = directory.resolve("damaged.pem");
    var text = Files.readString(PEM.resolve("ec.pem"));
    for (var damaged : List.of(text.replace("\nMII", "\n!!!"), text.replace("\nMII", "\nAAA"))) {
      assertNotEquals(text, damaged);
      Files.writeString(file, damaged);
      var e = assertThrows(IOException.class, () -> credentials(file, PEM.resolve("ec-sec1.key")));
      assertTrue(String.valueOf(e.getMessage()).contains("copy it anew"), e::getMessage);
    }
  }

  @Test
  void readsNoFurtherThanItsLimit() throws IOException {
    var pem = Files.readString(PEM.resolve("ec.pem")).strip();
    var file = directory.resolve("long.pem");
    var key = PEM.resolve("ec-sec1.key");

    Files.writeString(file, "\n".repeat(Pem.MAX_FILE - pem.length()) + pem);
    assertEquals(1, TlsCall.shownBy(credentials(file, key)).size());

    Files.writeString(file, "\n".repeat(Pem.MAX_FILE - pem.length() + 1) + pem);
    assertThrows(IOException.class, () -> credentials(file, key));
  }

  @Test
  void showsANewPairASecondAfterTheFilesChanged() throws IOException {
    var credentials = installed("ec.pem", "ec-sec1.key");
    install("rsa.pem", "rsa-pkcs1.key");
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
    assertEquals("EC", algorithm(credentials), "looks once a second only");

    nanoTime.incrementAndGet();

    assertEquals("RSA", algorithm(credentials));
    assertEquals(List.of("certificate_loaded"), said());
  }

  @Test
  void servesManyAtOnceWhileTheFilesChange() throws Exception {
    var credentials = installed("ec.pem", "ec-sec1.key");
    var seen = ConcurrentHashMap.<String>newKeySet();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<?>>();
      for (int i = 0; i < 40; i++) {
        install(i % 2 == 0 ? "rsa.pem" : "ec.pem", i % 2 == 0 ? "rsa-pkcs8.key" : "ec-sec1.key");
        aSecondLater();
        calls.add(clients.submit(() -> seen.add(algorithm(credentials))));
      }
      for (var call : calls) {
        call.get(); // Throws if the handshake failed.
      }
    }
    aSecondLater();

    assertEquals("EC", algorithm(credentials), "the last pair");
    assertTrue(Set.of("EC", "RSA").containsAll(seen), seen::toString);
  }

  @Test
  void followsLinks() throws IOException {
    for (var kind : List.of("ec", "rsa")) {
      Files.copy(PEM.resolve(kind + ".pem"), directory.resolve(kind + ".pem"));
      Files.copy(PEM.resolve(kind + "-pkcs8.key"), directory.resolve(kind + ".key"));
    }
    link("ec");
    var credentials = credentials(directory.resolve("live.pem"), directory.resolve("live.key"));
    assertEquals("EC", algorithm(credentials));

    link("rsa");
    aSecondLater();

    assertEquals("RSA", algorithm(credentials));
  }

  @Test
  void keepsTheOldPairUntilTheNewOneIsWholeAndSaysSoOnce() throws IOException {
    var credentials = installed("ec.pem", "ec-sec1.key");
    install("rsa.pem", "ec-sec1.key");
    for (int i = 0; i < 3; i++) {
      aSecondLater();
      assertEquals("EC", algorithm(credentials));
    }
    assertEquals(List.of("certificate_not_loaded"), said());

    install("rsa.pem", "rsa-pkcs8.key");
    aSecondLater();

    assertEquals("RSA", algorithm(credentials));
    assertEquals(List.of("certificate_not_loaded", "certificate_loaded"), said());
  }

  @Test
  void keepsTheOldPairWhenTheFilesAreGone() throws IOException {
    var credentials = installed("ec.pem", "ec-sec1.key");
    Files.delete(directory.resolve("cert.pem"));
    aSecondLater();

    assertEquals("EC", algorithm(credentials));
    assertEquals(List.of("certificate_not_loaded"), said());
  }

  @Test
  void readsTheFilesAtOnceWhenItIsTold() throws IOException {
    var credentials = installed("ec.pem", "ec-sec1.key");
    install("rsa.pem", "rsa-pkcs8.key");

    credentials.reload();

    assertEquals("RSA", algorithm(credentials));
  }

  @Test
  void keepsItsOwnCertificateWhenItIsToldToReadAgain() throws IOException {
    var credentials = Credentials.of(Tls.STANDARD, "gw.example.com");
    var before = TlsCall.shownBy(credentials);

    credentials.reload();

    assertEquals(before, TlsCall.shownBy(credentials));
  }

  private Credentials credentials(String certificate, String key) throws IOException {
    return credentials(PEM.resolve(certificate), PEM.resolve(key));
  }

  private Credentials credentials(Path certificate, Path key) throws IOException {
    return Credentials.of(
        new Tls(Optional.of(new PemFiles(certificate, key)), false, Optional.empty()),
        "gw.example.com",
        nanoTime::get);
  }

  /** With files of their own, which can be replaced. */
  private Credentials installed(String certificate, String key) throws IOException {
    install(certificate, key);
    return credentials(directory.resolve("cert.pem"), directory.resolve("key.pem"));
  }

  private void install(String certificate, String key) throws IOException {
    replace(PEM.resolve(certificate), directory.resolve("cert.pem"));
    replace(PEM.resolve(key), directory.resolve("key.pem"));
  }

  private void replace(Path from, Path to) throws IOException {
    var fresh = directory.resolve("fresh");
    Files.copy(from, fresh);
    Files.move(fresh, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void link(String kind) throws IOException {
    for (var suffix : List.of(".pem", ".key")) {
      var link = directory.resolve("live" + suffix);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(kind + suffix));
    }
  }

  private void aSecondLater() {
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  private static String algorithm(Credentials credentials) throws IOException {
    return TlsCall.shownBy(credentials).getFirst().getPublicKey().getAlgorithm();
  }

  private static List<String> subjects(List<X509Certificate> chain) {
    return chain.stream().map(it -> it.getSubjectX500Principal().getName()).toList();
  }

  private static String names(Credentials credentials) {
    try {
      return credentials.names().toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }
}
