package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {

  private static final String REFRESH = "refresh-1//0x";

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private StandInProvider provider;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields.
  TokensTest() {}

  @BeforeEach
  void open() throws IOException {
    provider = new StandInProvider();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void asksWithTheRefreshTokenAndKeepsWhatItIsGiven() throws Exception {
    provider.gives("access-1", "");
    try (var tokens = tokens(REFRESH)) {
      assertEquals(new Secret("access-1"), tokens.token("work"));
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
    assertEquals(
        List.of(
            Map.of(
                "path", "/token",
                "grant_type", "refresh_token",
                "refresh_token", REFRESH,
                "client_id", "client-1",
                "client_secret", "s3cr3t-of-the-client")),
        provider.asked());
    assertFalse(Files.exists(oauth()), "nothing was rotated, so nothing is stored");
  }

  @Test
  void tellsMicrosoftWhichOfItsTokensIsMeantAndOthersNothing() {
    var microsoft =
        TokenClient.refreshing(
            new Client(
                "j@x.example", OAuthSettings.Provider.MICROSOFT, "c", Secret.NONE, Secret.NONE),
            new Secret("r"));
    assertEquals(OAuthSettings.Provider.MICROSOFT.scope(), microsoft.get("scope"));
    assertFalse(microsoft.containsKey("client_secret"), "it is a public client");
    assertFalse(TokenClient.refreshing(provider.client("r"), new Secret("r")).containsKey("scope"));
  }

  @ParameterizedTest
  @CsvSource({"3299, 1", "3300, 2"})
  void asksAnewWhenTheTokenEndsWithinFiveMinutes(int seconds, int times) throws Exception {
    provider.gives("access-1", "").gives("access-2", "");
    try (var tokens = tokens(REFRESH)) {
      tokens.token("work");
      now = now.plusSeconds(seconds);
      assertEquals(new Secret("access-" + times), tokens.token("work"));
    }
  }

  @ParameterizedTest
  @CsvSource({"60, 29, 1", "60, 30, 2", "'\"60\"', 30, 2", "null, 3299, 1", "-1, 0, 2"})
  void usesAShortTokenForHalfItsLifeAndBelievesNoOddOne(String life, int seconds, int times)
      throws Exception {
    provider
        .answers(200, "{\"access_token\":\"access-1\",\"expires_in\":%s}".formatted(life))
        .gives("access-2", "");
    try (var tokens = tokens(REFRESH)) {
      tokens.token("work");
      now = now.plusSeconds(seconds);
      assertEquals(new Secret("access-" + times), tokens.token("work"));
    }
  }

  @Test
  void asksAnewOnceForATokenThatAServerDidNotTake() throws Exception {
    provider.gives("access-1", "").gives("access-2", "");
    try (var tokens = tokens(REFRESH)) {
      var first = tokens.token("work");
      assertEquals(new Secret("access-2"), tokens.tokenAfter("work", first));
      // Another folder of the account was refused the same one.
      assertEquals(new Secret("access-2"), tokens.tokenAfter("work", first));
      assertEquals(new Secret("access-2"), tokens.token("work"));
    }
    assertEquals(2, provider.asked().size());
  }

  @Test
  void asksOnceForAllWhoWantOneAtATime() throws Exception {
    var go = new CountDownLatch(1);
    provider.does(
        exchange -> {
          await(go);
          var body = StandInProvider.tokens("access-1", "").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    try (var tokens = tokens(REFRESH);
        var folders = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Secret>>();
      for (int i = 0; i < 8; i++) {
        waiting.add(folders.submit(() -> tokens.token("work")));
      }
      go.countDown();
      for (var one : waiting) {
        assertEquals(new Secret("access-1"), one.get());
      }
    }
    assertEquals(1, provider.asked().size());
  }

  @Test
  void sharesAFailureWithThoseWhoWaitForIt() throws Exception {
    var go = new CountDownLatch(1);
    provider.does(
        exchange -> {
          await(go);
          exchange.sendResponseHeaders(503, -1);
        });
    try (var tokens = tokens(REFRESH)) {
      var waiting = new ArrayList<Thread>();
      var failures = new ConcurrentLinkedQueue<String>();
      for (int i = 0; i < 4; i++) {
        waiting.add(
            Thread.ofPlatform()
                .start(
                    () ->
                        failures.add(
                            assertThrows(IOException.class, () -> tokens.token("work"))
                                .getMessage())));
      }
      // One asks, three wait for it; only then does the answer come.
      while (provider.asked().isEmpty()
          || waiting.stream().filter(it -> it.getState() == Thread.State.WAITING).count() < 3) {
        Thread.onSpinWait();
      }
      go.countDown();
      for (var one : waiting) {
        one.join();
      }
      assertEquals(4, failures.size());
      assertEquals(List.of("127.0.0.1: HTTP 503"), failures.stream().distinct().toList());
    }
    assertEquals(1, provider.asked().size());
  }

  @Test
  void hasANewRefreshTokenOnTheDiskBeforeTheAccessTokenIsUsed() throws Exception {
    provider.gives("access-1", "refresh-2").gives("access-2", "refresh-3");
    try (var tokens = tokens(REFRESH)) {
      tokens.token("work");
    }
    // Killed here: whoever comes next goes on with the new one, not with the configured one.
    try (var next = tokens(REFRESH)) {
      next.token("work");
    }
    assertEquals(List.of(REFRESH, "refresh-2"), refreshTokensAsked());
    assertTrue(Files.readString(oauth().resolve("work.json")).contains("refresh-3"));
  }

  @Test
  void goesOnWithTheOldOneAfterACrashInTheMidstOfStoring() throws Exception {
    provider.gives("access-1", "refresh-2").gives("access-2", "refresh-3");
    try (var tokens = tokens(REFRESH)) {
      tokens.token("work");
    }
    Files.writeString(oauth().resolve("work.123.new"), "{\"refresh_tok");
    try (var next = tokens(REFRESH)) {
      assertEquals(new Secret("access-2"), next.token("work"));
    }
    assertEquals("refresh-2", refreshTokensAsked().getLast());
  }

  @Test
  void handsOutNoTokenWhoseRefreshTokenCouldNotBeStoredAndStoresItBeforeItAsksAgain()
      throws Exception {
    provider.does(
        exchange -> {
          Files.writeString(oauth(), "no directory"); // The disk says no from here on.
          var body = StandInProvider.tokens("access-1", "refresh-2").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    try (var tokens = tokens(REFRESH)) {
      assertThrows(IOException.class, () -> tokens.token("work"));
      assertThrows(IOException.class, () -> tokens.token("work"));
      Files.delete(oauth());
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
    assertEquals(1, provider.asked().size());
    assertTrue(Files.readString(oauth().resolve("work.json")).contains("refresh-2"));
  }

  @Test
  void leavesALoginAloneThatCameWhileItAsked() throws Exception {
    provider.does(
        exchange -> {
          login("refresh-of-login");
          var body = StandInProvider.tokens("access-1", "refresh-2").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    try (var tokens = tokens(REFRESH)) {
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
    assertTrue(Files.readString(oauth().resolve("work.json")).contains("refresh-of-login"));
  }

  @Test
  void noticesALoginAtTheNextTry() throws Exception {
    provider.refuses("invalid_grant").gives("access-1", "");
    try (var tokens = tokens(REFRESH)) {
      assertThrows(TokenRefusedException.class, () -> tokens.token("work"));
      login("refresh-2");
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
    assertEquals(List.of(REFRESH, "refresh-2"), refreshTokensAsked());
  }

  @Test
  void triesAtOnceWithALoginThatCameWhileItsTokenWasRefused() throws Exception {
    provider
        .does(
            exchange -> {
              login("refresh-2");
              var body = "{\"error\":\"invalid_grant\"}".getBytes(UTF_8);
              exchange.sendResponseHeaders(400, body.length);
              exchange.getResponseBody().write(body);
            })
        .gives("access-1", "");
    try (var tokens = tokens(REFRESH)) {
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_grant",
        "interaction_required",
        "invalid_client",
        "unauthorized_client",
        "consent_required"
      })
  void saysWhatToDoWhenOnlyAnOperatorCanHelp(String error) throws Exception {
    provider.refuses(error);
    try (var tokens = tokens(REFRESH)) {
      var refusal = assertThrows(TokenRefusedException.class, () -> tokens.token("work"));
      for (var said : List.of(error, "so it is", "run \"otpost oauth login work\"")) {
        assertTrue(String.valueOf(refusal.getMessage()).contains(said), refusal.getMessage());
      }
      assertEquals(
          error.endsWith("_client"),
          String.valueOf(refusal.getMessage()).contains("see to client-id and"));
      assertFalse(String.valueOf(refusal.getMessage()).contains("7 days"), "it is not Google");
    }
  }

  @Test
  void saysOfGoogleThatAnAppInTestingLosesItsTokens() {
    assertTrue(House.of(OAuthSettings.Provider.GOOGLE).hint().contains("7 days"));
    assertEquals("", House.of(OAuthSettings.Provider.MICROSOFT).hint());
  }

  @Test
  void saysWhatToDoWhenThereIsNoRefreshToken() throws Exception {
    try (var tokens = tokens("")) {
      var refusal = assertThrows(TokenRefusedException.class, () -> tokens.token("work"));
      assertEquals(
          "127.0.0.1 gives no token (there is no refresh token): run \"otpost oauth login work\"",
          refusal.getMessage());
    }
    assertEquals(List.of(), provider.asked());
  }

  @Test
  void triesAgainAfterAnErrorThatMayPass() throws Exception {
    provider
        .answers(500, "{\"error\":\"invalid_grant\"}")
        .answers(429, "{\"error\":\"invalid_grant\"}")
        .refuses("temporarily_unavailable")
        .gives("access-1", "");
    try (var tokens = tokens(REFRESH)) {
      for (var said :
          List.of(
              "127.0.0.1: HTTP 500",
              "127.0.0.1: HTTP 429",
              "127.0.0.1: temporarily_unavailable: so it is")) {
        var failure = assertThrows(IOException.class, () -> tokens.token("work"));
        assertFalse(failure instanceof TokenRefusedException, said);
        assertEquals(said, failure.getMessage());
      }
      assertEquals(new Secret("access-1"), tokens.token("work"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>login first</html>",
        "null",
        "[]",
        "{}",
        "{\"access_token\":",
        "{\"access_token\":\"\"}",
        "{\"access_token\":7}",
        "{\"access_token\":\"a b\"}",
        "{\"access_token\":\"a\\u0001auth=\"}",
        "{\"access_token\":\"a\\r\\nLOGOUT\"}",
        "{\"access_token\":\"a\",\"token_type\":\"mac\"}"
      })
  void takesNoGarbageForAToken(String body) throws Exception {
    provider.answers(200, body);
    try (var tokens = tokens(REFRESH)) {
      var failure = assertThrows(IOException.class, () -> tokens.token("work"));
      assertFalse(failure instanceof TokenRefusedException, failure.getMessage());
    }
  }

  @Test
  void readsNoMoreOfAnEndlessAnswerThanItMust() throws Exception {
    provider.does(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          var body = exchange.getResponseBody();
          try {
            while (true) {
              body.write(" ".repeat(8192).getBytes(UTF_8));
            }
          } catch (IOException hungUp) {
            body.close();
          }
        });
    try (var tokens = tokens(REFRESH)) {
      assertThrows(IOException.class, () -> tokens.token("work"));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void readsAnAnswerUpToTheLimitAndNotBeyond(int beyond, boolean read) throws Exception {
    var tokensThere = StandInProvider.tokens("access-1", "");
    provider.answers(
        200,
        " ".repeat(TokenClient.LONGEST_ANSWER_BYTES - tokensThere.length() + beyond) + tokensThere);
    try (var tokens = tokens(REFRESH)) {
      if (read) {
        assertEquals(new Secret("access-1"), tokens.token("work"));
      } else {
        assertThrows(IOException.class, () -> tokens.token("work"));
      }
    }
  }

  @Test
  void followsNoRedirectForTheTokenMustNotTravel() throws Exception {
    try (var elsewhere = new StandInProvider()) {
      for (int status : new int[] {302, 307, 308}) {
        provider.does(
            exchange -> {
              exchange.getResponseHeaders().set("Location", elsewhere.at("/token").toString());
              exchange.sendResponseHeaders(status, -1);
            });
      }
      try (var tokens = tokens(REFRESH)) {
        for (int i = 0; i < 3; i++) {
          var failure = assertThrows(IOException.class, () -> tokens.token("work"));
          assertTrue(
              String.valueOf(failure.getMessage()).contains("redirect"), failure.getMessage());
        }
      }
      assertEquals(List.of(), elsewhere.asked());
    }
  }

  @Test
  void sendsNothingInTheClearToAnotherMachine() throws Exception {
    var client =
        new Client(
            "j@x.example",
            new OAuthSettings.Provider(
                URI.create("http://login.example/token"), Optional.empty(), Optional.empty(), ""),
            "c",
            Secret.NONE,
            new Secret(REFRESH));
    try (var tokens = Tokens.of(new OAuthSettings(oauth(), Map.of("work", client)), () -> now)) {
      var failure = assertThrows(IOException.class, () -> tokens.token("work"));
      assertEquals(
          "login.example is not asked, for its endpoint is not https", failure.getMessage());
    }
  }

  @Test
  void givesUpWhenThereIsNoAnswerInTime() throws Exception {
    var never = new CountDownLatch(1);
    provider.does(_ -> await(never));
    try (var http = new TokenClient(Duration.ofMillis(200))) {
      var failure =
          assertThrows(IOException.class, () -> http.post(provider.at("/token"), Map.of("a", "b")));
      assertEquals("127.0.0.1: no answer in time", failure.getMessage());
    }
    never.countDown();
  }

  @Test
  void showsWhatAServerSaysCutAndWithoutSecretsOrControlCharacters() throws Exception {
    provider.answers(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"Bad \\u001b[31m token\\r\\n"
            + "refresh-1//0x refresh-1%2F%2F0x s3cr3t-of-the-client "
            + "x".repeat(5000)
            + "\"}");
    try (var tokens = tokens(REFRESH)) {
      var message =
          String.valueOf(
              assertThrows(TokenRefusedException.class, () -> tokens.token("work")).getMessage());
      assertTrue(message.contains("invalid_grant: Bad [31m token … … … xxx"), message);
      assertTrue(message.length() < Plain.LONGEST + 100, message);
      for (var secret : List.of("refresh-1", "s3cr3t", "\u001b", "\n")) {
        assertFalse(message.contains(secret), message);
      }
    }
  }

  @Test
  void tellsNothingSecretByAccident() {
    var given = new Answer.Given(Map.of("access_token", "S3cr3t-a", "refresh_token", "S3cr3t-b"));
    for (var shown :
        List.of(
            given,
            given.grant().orElseThrow(),
            provider.client("S3cr3t"),
            new TokenFile.Kept(new Secret("S3cr3t"), Optional.empty()))) {
      assertFalse(shown.toString().contains("S3cr3t"), shown.toString());
    }
  }

  @Test
  void keepsWhatItStoresForItsOwnerOnly() throws Exception {
    provider.gives("access-1", "refresh-2");
    try (var tokens = tokens(REFRESH)) {
      tokens.token("work");
    }
    assertEquals("rwx------", mode(oauth()));
    assertEquals("rw-------", mode(oauth().resolve("work.json")));
    try (var files = Files.list(oauth())) {
      assertEquals(List.of("work.json"), files.map(it -> it.getFileName().toString()).toList());
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path oauth() {
    return directory.resolve("oauth");
  }

  private void login(String refreshToken) throws IOException {
    new TokenFile(oauth(), "work").store(provider.client(REFRESH), new Secret(refreshToken), now);
  }

  private List<String> refreshTokensAsked() {
    return provider.asked().stream().map(it -> it.get("refresh_token")).toList();
  }

  private Tokens tokens(String refreshToken) {
    return Tokens.of(
        new OAuthSettings(oauth(), Map.of("work", provider.client(refreshToken))), () -> now);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
