package dev.otpost.intake.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenFileTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  TokenFileTest() {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # stored under    | read under        | is used
          client-1 |        | client-1 |        | stored
          client-1 | conf-1 | client-1 | conf-1 | stored
          client-1 | conf-1 | client-1 | conf-2 | conf-2
          client-1 |        | client-1 | conf-1 | conf-1
          client-1 | conf-1 | client-1 |        | stored
          client-1 | conf-1 | client-2 | conf-1 | conf-1
          client-1 |        | client-2 |        |
          """)
  void isBetterThanTheConfigurationUntilThatHasChanged(
      String clientThen, String configuredThen, String clientNow, String configuredNow, String used)
      throws IOException {
    file().store(client(clientThen, configuredThen), new Secret("stored"), NOW);
    assertEquals(
        Optional.ofNullable(used),
        file().current(client(clientNow, configuredNow)).map(it -> it.refreshToken().value()));
  }

  @Test
  void saysSinceWhenAndNothingOfOneFromTheConfiguration() throws IOException {
    var client = client("client-1", "conf-1");
    assertEquals(Optional.empty(), file().current(client).orElseThrow().since());
    file().store(client, new Secret("stored"), NOW);
    assertEquals(Optional.of(NOW), file().current(client).orElseThrow().since());
  }

  @Test
  void doesNotShowTheTokenOfTheConfiguration() throws IOException {
    file().store(client("client-1", "conf-1"), new Secret("stored"), NOW);
    assertFalse(Files.readString(file().path()).contains("conf-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{", "[]", "{\"refresh_token\":\"x\"}", "\u0000\u0000"})
  void takesAFileThatIsNoneOfItsOwnForNone(String text) throws IOException {
    file().store(client("client-1", ""), new Secret("stored"), NOW);
    Files.writeString(file().path(), text);
    assertEquals(Optional.empty(), file().current(client("client-1", "")));
  }

  @Test
  void isForItsOwnerOnlyWhateverWasThereBefore() throws IOException {
    Files.createDirectories(file().path().getParent());
    Files.writeString(file().path(), "open to all");
    Files.setPosixFilePermissions(file().path(), PosixFilePermissions.fromString("rw-rw-rw-"));
    file().store(client("client-1", ""), new Secret("stored"), NOW);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())));
  }

  @Test
  void makesTheDirectoriesThatAreMissingForTheirOwnerOnly() throws IOException {
    file().store(client("client-1", ""), new Secret("stored"), NOW);
    for (var made : new String[] {"spool", "spool/oauth"}) {
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(made))));
    }
  }

  @Test
  void isGoneWithWhatACrashHasLeft() throws IOException {
    assertFalse(file().delete());
    file().store(client("client-1", ""), new Secret("stored"), NOW);
    Files.writeString(file().path().resolveSibling("work.1.new"), "half");
    Files.writeString(file().path().resolveSibling("workshop.json"), "another's");
    assertTrue(file().delete());
    try (var left = Files.list(directory.resolve("spool/oauth"))) {
      assertEquals("workshop.json", left.map(it -> it.getFileName().toString()).findAny().get());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../work", "a/b", ".", "", "a.b", "a\u0000"})
  void isNeverOutsideItsDirectory(String name) {
    assertThrows(IllegalArgumentException.class, () -> new TokenFile(directory, name));
  }

  private TokenFile file() {
    return new TokenFile(directory.resolve("spool/oauth"), "work");
  }

  private static Client client(String id, String configured) {
    return new Client(
        "john@example.com",
        OAuthSettings.Provider.GOOGLE,
        id,
        Secret.NONE,
        new Secret(Optional.ofNullable(configured).orElse("")));
  }
}
