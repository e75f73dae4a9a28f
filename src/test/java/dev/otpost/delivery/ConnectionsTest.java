package dev.otpost.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.delivery.SkyvernSettings.Login;
import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.demo.Answer;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Secret;
import dev.otpost.message.pem.KeyedChain;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionSpec;
import okhttp3.TlsVersion;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Skyvern behind TLS, client certificates and proxies, with real sockets. */
final class ConnectionsTest {

  private static final HeldCertificate OURS = TlsFront.authority("Our authority");
  private static final HeldCertificate SHOWN = TlsFront.issued(OURS, "localhost");
  private static final HeldCertificate CLIENT = TlsFront.issued(OURS, "otpost.example");
  private static final Tls TRUSTING = new Tls(List.of(OURS.certificate()), Optional.empty());
  private static final Tls PROVING = new Tls(TRUSTING.authorities(), Optional.of(keyed(CLIENT)));
  private static final String BASIC = "Basic b3Rwb3N0OnNlY3JldC1vZi1wcm94eQ==";
  private static final Optional<Login> LOGIN =
      Optional.of(new Login("otpost", new Secret("secret-of-proxy")));

  private StandInSkyvern skyvern;
  private StandInProxy proxy;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ConnectionsTest() {}

  @BeforeEach
  void open() throws IOException {
    skyvern = StandInSkyvern.start();
    proxy = StandInProxy.open();
  }

  @AfterEach
  void close() throws IOException {
    skyvern.close();
    proxy.close();
  }

  @Test
  void trustsAnAuthorityOfTheOperatorsOwn() throws IOException {
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      assertInstanceOf(Outcome.Delivered.class, post(front.uri(), TRUSTING));
    }
  }

  @Test
  void trustsNobodyOfTheSystemsOnceItHasAuthoritiesOfItsOwn() throws IOException {
    var others = new Tls(List.of(TlsFront.authority("Others").certificate()), Optional.empty());
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      assertSilence("nobody in ca-file vouches for its certificate", post(front.uri(), others));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  @Test
  void saysThatAnUnknownAuthorityCanBeNamed() throws IOException {
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      assertSilence("name that in ca-file", post(front.uri(), Tls.STANDARD));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws IOException {
    try (var front = TlsFront.open(TlsFront.issued(OURS, "elsewhere.example"), skyvern.uri())) {
      assertSilence("its certificate is not for localhost", post(front.uri(), TRUSTING));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  @Test
  void refusesACertificateThatHasExpired() throws IOException {
    try (var front = TlsFront.open(TlsFront.expired(OURS, "localhost"), skyvern.uri())) {
      assertSilence("its certificate has expired", post(front.uri(), TRUSTING));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void showsItsCertificateToASkyvernThatDemandsOne(String protocol) throws IOException {
    try (var front = TlsFront.forClientsOf(OURS, SHOWN, skyvern.uri(), protocol)) {
      assertInstanceOf(Outcome.Delivered.class, post(front.uri(), PROVING));
      assertEquals(List.of("CN=otpost.example"), front.clients());
    }
  }

  @Test
  void showsTheWholeChainOfItsCertificate() throws IOException {
    var root =
        new HeldCertificate.Builder().commonName("Root of all").certificateAuthority(1).build();
    var middle =
        new HeldCertificate.Builder()
            .commonName("Middle")
            .certificateAuthority(0)
            .signedBy(root)
            .build();
    var client = TlsFront.issued(middle, "otpost.example");
    var chain =
        new KeyedChain(
            List.of(client.certificate(), middle.certificate()), client.keyPair().getPrivate());
    try (var front = TlsFront.forClientsOf(root, SHOWN, skyvern.uri())) {
      assertInstanceOf(
          Outcome.Delivered.class,
          post(front.uri(), new Tls(TRUSTING.authorities(), Optional.of(chain))));
    }
  }

  @Test
  void saysThatSkyvernDemandsACertificate() throws IOException {
    try (var front = TlsFront.forClientsOf(OURS, SHOWN, skyvern.uri(), "TLSv1.2")) {
      assertSilence("set client-certificate and client-key", post(front.uri(), TRUSTING));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  /** TLS 1.3 says so only when the client believes that all is well: its words may be lost then. */
  @Test
  void deliversNothingToASkyvernThatDemandsACertificateAfterTheHandshake() throws IOException {
    try (var front = TlsFront.forClientsOf(OURS, SHOWN, skyvern.uri(), "TLSv1.3")) {
      assertInstanceOf(Outcome.Unanswered.class, post(front.uri(), TRUSTING));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  @Test
  void saysThatSkyvernDoesNotTakeTheCertificate() throws IOException {
    var others = TlsFront.authority("Others");
    try (var front = TlsFront.forClientsOf(others, SHOWN, skyvern.uri(), "TLSv1.2")) {
      assertSilence("the client-certificate", post(front.uri(), PROVING));
      assertTrue(skyvern.posts().isEmpty());
    }
  }

  @Test
  void takesNoMailForRefusedBecauseAServerInFrontWantsACertificate() throws IOException {
    var page = "<html><head><title>400 No required SSL certificate was sent</title></head></html>";
    try (var front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () ->
                  answer(
                      front,
                      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                          .formatted(page.length(), page)));
      assertBarred(
          "set client-certificate and client-key",
          post(URI.create("http://127.0.0.1:" + front.getLocalPort()), Tls.STANDARD));
    }
  }

  @Test
  void refusesTlsThatIsTooOld() {
    // The JDK has switched 1.1 off for both sides, so that no server can be had that speaks it.
    var specs =
        Connections.to(settings(URI.create("https://localhost"), TRUSTING), 1).connectionSpecs();
    assertEquals(List.of(ConnectionSpec.MODERN_TLS), specs);
    assertEquals(
        List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2), ConnectionSpec.MODERN_TLS.tlsVersions());
  }

  @Test
  void saysThatNobodySpeaksTlsThere() throws IOException {
    assertSilence(
        "does not speak TLS",
        post(URI.create(skyvern.uri().toString().replace("http:", "https:")), Tls.STANDARD));
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(plain, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      assertSilence(
          "does not speak TLS",
          post(URI.create("https://localhost:" + plain.getLocalPort()), Tls.STANDARD));
    }
  }

  private static void answer(ServerSocket server, String words) {
    try (var connection = server.accept()) {
      connection.getOutputStream().write(words.getBytes(US_ASCII));
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void goesThroughAProxyThatCannotReadTheKey() throws IOException {
    proxy.wants(BASIC);
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      assertInstanceOf(Outcome.Delivered.class, post(front.uri(), TRUSTING, LOGIN));
      var head = proxy.heads().getFirst();
      assertEquals(1, proxy.heads().size());
      assertTrue(head.startsWith("CONNECT localhost:" + front.port() + " "), head);
      assertFalse(head.contains("x-api-key"), head);
      assertFalse(skyvern.posts().getFirst().headers().containsKey("proxy-authorization"));
    }
  }

  @Test
  void goesThroughAProxyInClearAsWell() {
    proxy.wants(BASIC);
    assertInstanceOf(Outcome.Delivered.class, post(skyvern.uri(), Tls.STANDARD, LOGIN));
    assertTrue(
        proxy.heads().getFirst().startsWith("POST http://127.0.0.1:"), proxy.heads()::toString);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wantsTheOperatorForAProxyThatAsksForALogin(boolean encrypted) throws IOException {
    proxy.wants(BASIC);
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      var base = encrypted ? front.uri() : skyvern.uri();
      assertBarred(
          "wants a user and a password: give proxy as", post(base, TRUSTING, Optional.empty()));
      assertBarred(
          "does not take the user and password in proxy",
          post(base, TRUSTING, Optional.of(new Login("otpost", new Secret("wrong-password")))));
    }
    assertEquals(2, proxy.heads().size(), "asked once each");
    assertTrue(skyvern.posts().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "403 Forbidden, Barred, does not let otpost through to localhost (the proxy's HTTP 403)",
    "404 Not Found, Barred, does not let otpost through to localhost (the proxy's HTTP 404)",
    "429 Too Many, Unanswered, does not get through to localhost (the proxy's HTTP 429)",
    "502 Bad Gateway, Unanswered, does not get through to localhost (the proxy's HTTP 502)",
    "503 Unavailable, Unanswered, does not get through to localhost (the proxy's HTTP 503)",
    "504 Timeout, Unanswered, does not get through to localhost (the proxy's HTTP 504)",
  })
  void takesWhatTheProxySaysForTheProxys(String status, String outcome, String words)
      throws IOException {
    proxy.answers("HTTP/1.1 " + status);
    try (var front = TlsFront.open(SHOWN, skyvern.uri())) {
      var came = post(front.uri(), TRUSTING, Optional.empty());
      assertEquals(outcome, came.getClass().getSimpleName());
      assertTrue(came.because().startsWith("the proxy 127.0.0.1:" + proxy.port()), came.because());
      assertTrue(came.because().contains(words), came.because());
      assertEquals(1, proxy.heads().size());
    }
  }

  @Test
  void namesTheProxyWhenItIsDown() throws IOException {
    // Its port is taken, so that nobody else can listen there, and it does not listen itself.
    try (var nobody = new Socket()) {
      nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      var down = Optional.of(new Proxy("127.0.0.1", nobody.getLocalPort(), LOGIN));
      for (var base : List.of(URI.create("https://localhost:1"), skyvern.uri())) {
        assertSilence(
            "no connection to the proxy 127.0.0.1:" + nobody.getLocalPort(),
            post(
                new SkyvernSettings(
                    base, new Secret("sk-x"), Duration.ofSeconds(5), TRUSTING, down)));
      }
    }
  }

  @Test
  void namesTheProxyWhenNobodyKnowsItsName() {
    var settings =
        new SkyvernSettings(
            URI.create("https://localhost:1"),
            new Secret("sk-x"),
            Duration.ofSeconds(5),
            TRUSTING,
            Optional.of(new Proxy("proxy.invalid", 3128, LOGIN)));
    assertSilence("no such host: proxy.invalid, the proxy", post(settings));
  }

  @Test
  void namesTheProxyThatTakesTheConnectionAndSaysNothing() throws IOException {
    try (var hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings =
          new SkyvernSettings(
              URI.create("https://localhost:1"),
              new Secret("sk-x"),
              Duration.ofMillis(300),
              TRUSTING,
              Optional.of(new Proxy("127.0.0.1", hole.getLocalPort(), LOGIN)));
      assertSilence("no answer in time", post(settings));
    }
  }

  @Test
  void goesToNoOtherHostWhereItIsRedirectedThroughAProxy() throws IOException {
    try (var elsewhere = StandInSkyvern.start();
        var front = TlsFront.forClientsOf(OURS, SHOWN, skyvern.uri());
        var other = TlsFront.forClientsOf(OURS, SHOWN, elsewhere.uri())) {
      skyvern.answerNext(Answer.redirect(other.uri().resolve("/v1/credentials/totp")));
      assertInstanceOf(Outcome.Barred.class, post(front.uri(), PROVING, LOGIN));
      assertEquals(List.of(), other.clients());
      assertTrue(elsewhere.posts().isEmpty());
      assertEquals(1, proxy.heads().size());
    }
  }

  @Test
  void takesUpARenewedCertificateWithoutLosingTheCallUnderWay() throws Exception {
    var renewed =
        new Tls(
            TRUSTING.authorities(), Optional.of(keyed(TlsFront.issued(OURS, "renewed.example"))));
    var release = new CountDownLatch(1);
    skyvern.answerBy(
        post -> {
          if (post.number() == 1) {
            try {
              assertTrue(release.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return Optional.empty();
        });
    try (var front = TlsFront.forClientsOf(OURS, SHOWN, skyvern.uri());
        var client = client(settings(front.uri(), PROVING))) {
      var first = new FutureTask<>(() -> client.post(delivery()));
      Thread.ofVirtual().start(first);
      skyvern.awaitPosts(1, Duration.ofSeconds(20));
      client.use(settings(front.uri(), renewed));
      assertInstanceOf(Outcome.Delivered.class, client.post(delivery()));
      release.countDown();
      assertInstanceOf(Outcome.Delivered.class, first.get());
      assertEquals(List.of("CN=otpost.example", "CN=renewed.example"), front.clients());
    }
  }

  @Test
  void endsACallThatBeganBeforeTheCertificateWasRenewed() throws Exception {
    skyvern.answerNext(Answer.silence());
    try (var front = TlsFront.open(SHOWN, skyvern.uri());
        var client = client(settings(front.uri(), TRUSTING))) {
      var first = new FutureTask<>(() -> client.post(delivery()));
      Thread.ofVirtual().start(first);
      skyvern.awaitPosts(1, Duration.ofSeconds(20));
      client.use(settings(front.uri(), PROVING));
      client.cancel();
      assertInstanceOf(Outcome.Unanswered.class, first.get());
    }
  }

  @Test
  void sendsNothingTwiceWhenItIsAskedToComeAgainAtOnce() {
    skyvern.answerNext(Answer.status(503).retryAfter(Duration.ZERO));
    assertInstanceOf(Outcome.Deferred.class, post(skyvern.uri(), Tls.STANDARD));
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void hearsNoProxyThatTheJvmWasGiven() {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
    System.setProperty("http.nonProxyHosts", "");
    try {
      assertInstanceOf(Outcome.Delivered.class, post(skyvern.uri(), Tls.STANDARD));
      assertEquals(List.of(), proxy.heads());
    } finally {
      List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts")
          .forEach(System::clearProperty);
    }
  }

  @Test
  void showsNothingSecretOfItsSettings() {
    var shown = settings(URI.create("https://localhost"), PROVING, LOGIN).toString();
    assertFalse(shown.contains("secret-of-proxy"), shown);
    assertFalse(shown.contains(skyvern.apiKey()), shown);
  }

  private Outcome post(URI base, Tls tls) {
    return post(settings(base, tls));
  }

  private Outcome post(URI base, Tls tls, Optional<Login> login) {
    return post(settings(base, tls, login));
  }

  private static Outcome post(SkyvernSettings settings) {
    try (var client = client(settings)) {
      return client.post(delivery());
    }
  }

  private static SkyvernClient client(SkyvernSettings settings) {
    return new SkyvernClient(settings, Map.of(), 4, InstantSource.system());
  }

  private SkyvernSettings settings(URI base, Tls tls) {
    return new SkyvernSettings(
        base, new Secret(skyvern.apiKey()), Duration.ofSeconds(20), tls, Optional.empty());
  }

  private SkyvernSettings settings(URI base, Tls tls, Optional<Login> login) {
    return new SkyvernSettings(
        base,
        new Secret(skyvern.apiKey()),
        Duration.ofSeconds(20),
        tls,
        Optional.of(new Proxy("127.0.0.1", proxy.port(), login)));
  }

  private static Delivery delivery() {
    return new Delivery(
        7,
        Lane.of(new Identifier("john@example.com")),
        Form.FIRST,
        "Your code is 123456",
        new Otp.Code("123456", "a test"),
        Life.of(Instant.now(), Duration.ofMinutes(15)),
        Optional.empty());
  }

  private static KeyedChain keyed(HeldCertificate held) {
    return new KeyedChain(List.of(held.certificate()), held.keyPair().getPrivate());
  }

  private static void assertSilence(String words, Outcome outcome) {
    assertInstanceOf(Outcome.Unanswered.class, outcome, outcome::toString);
    assertTrue(outcome.because().contains(words), outcome.because());
  }

  private static void assertBarred(String words, Outcome outcome) {
    assertInstanceOf(Outcome.Barred.class, outcome, outcome::toString);
    assertTrue(outcome.because().contains(words), outcome.because());
  }
}
