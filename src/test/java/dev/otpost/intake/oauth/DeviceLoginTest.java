package dev.otpost.intake.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceLoginTest {

  private static final String CODE =
      """
      {"device_code": "device-1", "user_code": "ABCD-EFGH", "expires_in": 900, "interval": 3,
       "verification_uri": "https://login.example/device"}
      """;

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final List<Long> pauses = new ArrayList<>();
  private final Listener person = new Listener();
  private StandInProvider provider;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields.
  DeviceLoginTest() {}

  /** A person who types nothing. */
  private static final class Listener implements Person {
    private final StringBuilder heard = new StringBuilder();

    @Override
    public void hear(String line) {
      heard.append(line).append('\n');
    }

    @Override
    public Optional<String> answer() {
      return Optional.empty();
    }
  }

  @BeforeEach
  void open() throws IOException {
    provider = new StandInProvider();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void showsTheCodeAndStoresTheRefreshTokenWhenSomebodyHasSaidYes() throws Exception {
    provider
        .answers(200, CODE)
        .refuses("authorization_pending")
        .refuses("authorization_pending")
        .gives("access-1", "refresh-1");

    var file = login();

    assertEquals(directory.resolve("oauth/work.json"), file);
    assertTrue(Files.readString(file).contains("refresh-1"));
    assertFalse(Files.readString(file).contains("access-1"), "an access token is never stored");
    assertEquals(
        "On any device, open https://login.example/device and type ABCD-EFGH;"
            + " say yes as john@example.com within 15 minutes.\n",
        person.heard.toString());
    assertEquals(List.of(3L, 3L, 3L), pauses);
    var secret = "s3cr3t-of-the-client";
    assertEquals(
        Map.of(
            "path", "/device", "client_id", "client-1", "client_secret", secret, "scope", "mail"),
        provider.asked().getFirst());
    assertEquals(
        Map.of(
            "path", "/token",
            "client_id", "client-1",
            "client_secret", secret,
            "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
            "device_code", "device-1"),
        provider.asked().getLast());
  }

  @Test
  void asksFiveSecondsMoreSeldomEachTimeItIsToldToSlowDown() throws Exception {
    provider
        .answers(200, CODE)
        .refuses("slow_down")
        .answers(429, "{\"error\":\"slow_down\"}")
        .refuses("authorization_pending")
        .gives("access-1", "refresh-1");
    login();
    assertEquals(List.of(3L, 8L, 13L, 13L), pauses);
  }

  @Test
  void asksHalfAsOftenWhileThereIsNoAnswer() throws Exception {
    provider.answers(200, CODE).answers(503, "").answers(200, "<html>").gives("a", "refresh-1");
    login();
    assertEquals(List.of(3L, 6L, 12L), pauses);
  }

  @ParameterizedTest
  @CsvSource({
    "expired_token, begin again",
    "access_denied, gives no token (access_denied: so it is)",
    "authorization_declined, gives no token",
    "invalid_client, see to client-id and client-secret"
  })
  void endsWhenTheProviderSaysNo(String error, String said) throws Exception {
    provider.answers(200, CODE).refuses("authorization_pending").refuses(error);
    var refusal = assertThrows(TokenRefusedException.class, this::login);
    assertTrue(String.valueOf(refusal.getMessage()).contains(said), refusal.getMessage());
    assertTrue(String.valueOf(refusal.getMessage()).contains(error), refusal.getMessage());
    assertFalse(Files.exists(directory.resolve("oauth")));
    assertEquals(3, provider.asked().size());
  }

  @Test
  void endsByItselfWhenTheCodeHas() throws Exception {
    provider.answers(200, CODE.replace("900", "7"));
    for (int i = 0; i < 9; i++) {
      provider.refuses("authorization_pending");
    }
    var refusal = assertThrows(TokenRefusedException.class, this::login);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("nobody said yes in time"),
        refusal.getMessage());
    assertEquals(3, provider.asked().size(), "one for the code, after 3 s, after 6 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"device_code\":\"a b\",\"user_code\":\"x\",\"verification_uri\":\"https://x\"}",
        "{\"device_code\":\"a\",\"user_code\":\"\\u001b[2J\",\"verification_uri\":\"https://x\"}",
        "{\"device_code\":\"a\",\"user_code\":\"x\"}"
      })
  void takesNoGarbageForACode(String body) throws Exception {
    provider.answers(200, body);
    assertThrows(IOException.class, this::login);
    assertEquals("", person.heard.toString());
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-4, 1", "100000, 60", "'\"7\"', 7", "null, 5"})
  void asksNeitherAllTheTimeNorHardlyEver(String interval, long pause) throws Exception {
    provider
        .answers(200, CODE.replace("\"interval\": 3", "\"interval\": " + interval))
        .gives("access-1", "refresh-1");
    login();
    assertEquals(List.of(pause), pauses);
  }

  @Test
  void understandsGooglesNameForTheAddress() throws Exception {
    provider
        .answers(200, CODE.replace("verification_uri", "verification_url"))
        .gives("access-1", "refresh-1");
    login();
    assertTrue(person.heard.toString().contains("https://login.example/device"));
  }

  @Test
  void saysSoIfNoRefreshTokenCame() throws Exception {
    provider.answers(200, CODE).gives("access-1", "");
    var refusal = assertThrows(TokenRefusedException.class, this::login);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("offline_access"), refusal.getMessage());
  }

  @Test
  void putsTheNewOneInPlaceOfThatOfTheConfiguration() throws Exception {
    provider.answers(200, CODE).gives("access-1", "refresh-1").gives("access-2", "");
    login();
    try (var tokens = Tokens.of(settings(), () -> now)) {
      assertEquals(new Secret("access-2"), tokens.token("work"));
    }
    assertEquals("refresh-1", provider.asked().getLast().get("refresh_token"));
  }

  private Path login() throws IOException, InterruptedException {
    try (var logins =
        new Logins(
            settings(),
            () -> now,
            time -> {
              pauses.add(time.toSeconds());
              now = now.plus(time);
            })) {
      return logins.login("work", Optional.empty(), 0, person);
    }
  }

  private OAuthSettings settings() {
    return new OAuthSettings(
        directory.resolve("oauth"), Map.of("work", provider.client("of-the-configuration")));
  }
}
