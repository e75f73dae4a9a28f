package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.Answer.Given;
import dev.otpost.intake.oauth.Answer.Refused;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser is played by a socket: what it sends and shows is what counts. */
final class LoopbackLoginTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private StandInProvider provider;
  private final Somebody person = new Somebody();

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields.
  LoopbackLoginTest() {}

  /** A person at a terminal. */
  private static final class Somebody implements Person {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();

    @Override
    public void hear(String line) {
      heard.add(line);
    }

    @Override
    public Optional<String> answer() {
      try {
        return typed.take();
      } catch (InterruptedException e) {
        return Optional.empty();
      }
    }

    void types(String line) {
      typed.add(Optional.of(line));
    }

    /** The first line with {@code part} in it from now on. */
    String hears(String part) throws InterruptedException {
      while (true) {
        var line = heard.take();
        if (line.contains(part)) {
          return line;
        }
      }
    }
  }

  @BeforeEach
  void open() throws IOException {
    provider = new StandInProvider();
  }

  @AfterEach
  void close() {
    person.typed.add(Optional.empty());
    provider.close();
  }

  @Test
  void turnsTheCodeThatTheBrowserBringsIntoARefreshToken() throws Exception {
    provider.gives("access-1", "refresh-1");
    var login = login();
    var asked = login.asked();
    var page = browse(asked, "code=code%2F1&state=" + asked.get("state"));

    assertTrue(page.startsWith("HTTP/1.1 200 OK"), page);
    assertTrue(page.contains("You can close this window."), page);
    assertEquals(
        new Secret("refresh-1"),
        assertInstanceOf(Given.class, login.end()).grant().orElseThrow().refresh());

    var exchanged = provider.asked().getFirst();
    assertEquals("/token", exchanged.get("path"));
    assertEquals("authorization_code", exchanged.get("grant_type"));
    assertEquals("code/1", exchanged.get("code"));
    assertEquals("client-1", exchanged.get("client_id"));
    assertEquals(asked.get("redirect_uri"), exchanged.get("redirect_uri"));
    var verifier = String.valueOf(exchanged.get("code_verifier"));
    assertTrue(verifier.length() >= 43, "RFC 7636 4.1");
    assertEquals(
        asked.get("code_challenge"),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8))));
    assertEquals("S256", asked.get("code_challenge_method"));
    assertEquals("code", asked.get("response_type"));
    assertEquals("mail", asked.get("scope"));
    assertEquals("john@example.com", asked.get("login_hint"));
    assertEquals("/authorize", asked.get("path"));
  }

  @Test
  void asksWithAnotherStateAndVerifierEachTime() {
    var redirect = URI.create("http://127.0.0.1:1");
    var one = Request.make(redirect);
    var other = Request.make(redirect);
    assertFalse(one.state().equals(other.state()) || one.verifier().equals(other.verifier()));
    assertFalse(one.verifier().equals(one.state()));
    assertEquals("Request[http://127.0.0.1:1]", one.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"code=stolen&state=wrong", "code=stolen", "error=access_denied", ""})
  void takesNothingFromSomebodyWhoDoesNotKnowTheStateAndWaitsOn(String query) throws Exception {
    provider.gives("access-1", "refresh-1");
    var login = login();
    var asked = login.asked();
    assertTrue(browse(asked, query).startsWith("HTTP/1.1 404"), query);
    browse(asked, "code=code-1&state=" + asked.get("state"));
    assertInstanceOf(Given.class, login.end());
    assertEquals("code-1", provider.asked().getFirst().get("code"));
  }

  @Test
  void endsWhenThePersonSaysNo() throws Exception {
    var login = login();
    var asked = login.asked();
    browse(
        asked,
        "error=access_denied&error_description=No%0A%1b%5B2J+way&state=" + asked.get("state"));
    assertEquals("access_denied: No [2J way", assertInstanceOf(Refused.class, login.end()).words());
    assertEquals(0, provider.asked().size());
  }

  @Test
  void takesAnAddressThatIsPasted() throws Exception {
    provider.gives("access-1", "refresh-1");
    var login = login();
    var asked = login.asked();
    person.types("");
    person.types("what?");
    person.hears("That is not it.");
    person.types("http://localhost:1/?code=stolen&state=wrong");
    person.hears("That is not it.");
    person.types(" " + asked.get("redirect_uri") + "/?state=" + asked.get("state") + "&code=c-1 ");
    assertInstanceOf(Given.class, login.end());
    assertEquals("c-1", provider.asked().getFirst().get("code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /?%s HTTP/1.1\r\n\r\n", "GET /?%s", "\u0000\u0001\r\n\r\n", ""})
  void isNotDisturbedByWhatIsNoBrowser(String sent) throws Exception {
    provider.gives("access-1", "refresh-1");
    var login = login();
    var asked = login.asked();
    var right = "code=code-1&state=" + asked.get("state");
    try (var silent = connect(asked)) {
      send(asked, sent.formatted("code=bad&state=" + asked.get("state")));
      browse(asked, right);
      assertInstanceOf(Given.class, login.end());
      assertTrue(silent.isConnected());
    }
    assertEquals("code-1", provider.asked().getFirst().get("code"));
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 404"})
  void readsARequestUpToTheLimitAndNotBeyond(int beyond, int status) throws Exception {
    provider.gives("access-1", "refresh-1");
    var login = login();
    var asked = login.asked();
    var start = "GET /?code=c&state=" + asked.get("state") + " HTTP/1.1\r\nCookie: ";
    var length = Doorbell.LONGEST_REQUEST_BYTES - start.length() - 4 + beyond;
    var page = send(asked, start + "x".repeat(length) + "\r\n\r\n");
    // What is not read of the request may cut off the answer to it.
    assertTrue(page.startsWith("HTTP/1.1 " + status) || (status == 404 && page.isEmpty()), page);
    browse(asked, "code=c&state=" + asked.get("state"));
    login.end();
  }

  @Test
  void listensOnThisMachineOnlyAndSaysHowToComeFromAnother() throws Exception {
    var login = login();
    var asked = login.asked();
    var port = port(asked);
    assertEquals("http://127.0.0.1:" + port, asked.get("redirect_uri"));
    assertTrue(person.hears("ssh -L").contains(" -L %d:127.0.0.1:%1$d ".formatted(port)));
    person.hears("paste it here");
    try (var elsewhere = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2"))) {
      assertTrue(elsewhere.isBound(), "only 127.0.0.1 is taken");
    }
    login.thread().interrupt();
    assertInstanceOf(InterruptedException.class, login.fails());
  }

  @Test
  void listensAtThePortThatIsGiven() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var login = login(free, PATIENCE);
    assertEquals(free, port(login.asked()));
    login.thread().interrupt();
    login.fails();
  }

  @Test
  void saysSoIfThePortIsTaken() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new TokenClient()) {
      var failure =
          assertThrows(
              IOException.class,
              () ->
                  new LoopbackLogin(http, PATIENCE)
                      .login(provider.client(""), socket.getLocalPort(), person));
      assertTrue(
          String.valueOf(failure.getMessage()).contains("give another --port"),
          failure.getMessage());
    }
  }

  @Test
  void doesNotWaitForEver() throws Exception {
    var failure = login(0, Duration.ofMillis(1)).fails();
    assertTrue(String.valueOf(failure.getMessage()).contains("begin again"), failure.getMessage());
  }

  @Test
  void asksGoogleForARefreshTokenAndMicrosoftByName() {
    var redirect = House.of(OAuthSettings.Provider.GOOGLE).redirect(4711);
    assertEquals("http://127.0.0.1:4711", redirect.toString());
    var google = query(OAuthSettings.Provider.GOOGLE, redirect);
    assertEquals("offline", google.get("access_type"));
    assertEquals("consent", google.get("prompt"));
    assertEquals("https://mail.google.com/", google.get("scope"));

    var home = House.of(OAuthSettings.Provider.MICROSOFT).redirect(4711);
    assertEquals("http://localhost:4711", home.toString());
    var microsoft = query(OAuthSettings.Provider.MICROSOFT, home);
    assertFalse(microsoft.containsKey("prompt") || microsoft.containsKey("access_type"));
    assertEquals("http://localhost:4711", microsoft.get("redirect_uri"));
  }

  @Test
  void refusesWhereThereIsNoPageToLogInAt() {
    var client =
        new Client(
            "j@x.example",
            new OAuthSettings.Provider(
                provider.at("/token"), Optional.empty(), Optional.empty(), ""),
            "c",
            Secret.NONE,
            Secret.NONE);
    try (var http = new TokenClient()) {
      assertThrows(
          TokenRefusedException.class,
          () -> new LoopbackLogin(http, PATIENCE).login(client, 0, person));
    }
  }

  @Test
  void tellsNoCodeByAccident() {
    var redirect = Redirect.of("/?code=S3cr3t&state=S3cr3t").orElseThrow();
    assertEquals("Redirect[code, state]", redirect.toString());
  }

  private static Map<String, String> query(OAuthSettings.Provider provider, URI redirect) {
    var client = new Client("j@x.example", provider, "client-1", new Secret("S3cr3t"), Secret.NONE);
    var url = Request.make(redirect).url(provider.authorization().orElseThrow(), client);
    assertFalse(url.toString().contains("S3cr3t"), "it goes through the browser");
    return StandInProvider.fields(url.getRawQuery());
  }

  /** A login that waits. */
  private record Waiting(
      Thread thread,
      AtomicReference<Answer> answer,
      AtomicReference<Exception> failure,
      Somebody person) {

    /** What the person is to open: its parameters, and its path. */
    Map<String, String> asked() throws InterruptedException {
      var url = URI.create(person.hears("http://").strip());
      var fields = StandInProvider.fields(url.getRawQuery());
      fields.put("path", url.getPath());
      return fields;
    }

    Answer end() throws InterruptedException {
      thread.join();
      return Optional.ofNullable(answer.get())
          .orElseThrow(() -> new AssertionError("no answer", failure.get()));
    }

    Exception fails() throws InterruptedException {
      thread.join();
      return Optional.ofNullable(failure.get()).orElseThrow();
    }
  }

  private Waiting login() {
    return login(0, PATIENCE);
  }

  private Waiting login(int port, Duration patience) {
    var answer = new AtomicReference<Answer>();
    var failure = new AtomicReference<Exception>();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var http = new TokenClient()) {
                    answer.set(
                        new LoopbackLogin(http, patience).login(provider.client(""), port, person));
                  } catch (IOException | InterruptedException e) {
                    failure.set(e);
                  }
                });
    return new Waiting(thread, answer, failure, person);
  }

  private static int port(Map<String, String> asked) {
    return URI.create(asked.get("redirect_uri")).getPort();
  }

  private static Socket connect(Map<String, String> asked) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port(asked));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static String browse(Map<String, String> asked, String query) throws IOException {
    return send(
        asked,
        "GET /?%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".formatted(query));
  }

  /** What came back; empty if the connection was cut. */
  private static String send(Map<String, String> asked, String request) throws IOException {
    try (var socket = connect(asked)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (java.net.SocketException e) {
      return "";
    }
  }
}
