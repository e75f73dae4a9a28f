package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.HttpSettings.Outside;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpOfTheConfigurationTest {

  private static final String TOKEN = "0123456789abcdef01234567";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  HttpOfTheConfigurationTest() {}

  @Test
  void answersThisMachineOnlyAndAsksForNothingWhenNobodySaysAnything() throws IOException {
    assertEquals(new HttpSettings("127.0.0.1", 8080), http("log: {format: text}"));
  }

  @Test
  void readsAllOfIt() throws IOException {
    Files.writeString(directory.resolve("tokens"), TOKEN + "\n\n" + TOKEN + "x\n");
    var http =
        http(
            """
            http:
              host: 0.0.0.0
              port: 1
              password: correct horse
              token-file: %s
              names: Desk.example.com, otpost
              proxies: 10.0.0.0/8
              tls: true
              public-url: https://codes.example.com
              public: {host: "::", port: 2}
              limits: {connections: 3, header: 4KiB, request-time: 5s, idle-time: 6s,
                write-time: 7s, events-time: 8s}
            """
                .formatted(directory.resolve("tokens")));

    assertEquals(new Secret("correct horse"), http.access().password());
    assertEquals(List.of(new Secret(TOKEN), new Secret(TOKEN + "x")), http.access().tokens());
    assertEquals(List.of("desk.example.com", "otpost"), http.names());
    assertEquals("[10.0.0.0/8]", http.proxies().toString());
    assertTrue(http.tls());
    assertEquals(Optional.of(URI.create("https://codes.example.com")), http.publicUrl());
    assertEquals(Optional.of(new Outside("::", 2)), http.outside());
    assertEquals(
        new HttpSettings.Limits(
            3,
            4096,
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            Duration.ofSeconds(7),
            Duration.ofSeconds(8)),
        http.limits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "'::'", "192.0.2.1", "10.0.0.1", "otpost.example.com"})
  void refusesToFaceOtherMachinesUnlessSomethingIsToBeShown(String host) throws IOException {
    var faults = faults("http: {host: %s}".formatted(host));
    assertEquals(1, faults.size(), faults::toString);
    assertEquals("http.host", faults.getFirst().key());
    assertTrue(faults.getFirst().whatToDo().contains("http.password-file"), faults::toString);

    http("http: {host: %s, password: correct horse}".formatted(host));
    http("http: {host: %s, token: %s}".formatted(host, TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "'::1'", "localhost"})
  void asksForNothingOnThisMachine(String host) throws IOException {
    assertTrue(http("http: {host: %s}".formatted(host)).access().isOpen());
    // The port for those outside has nothing of the operator's.
    assertTrue(http("http: {host: %s, public: {port: 8081}}".formatted(host)).access().isOpen());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token: 0123456789abcdef0123456       | http.token
          token: 0123456789abcdef01234567 x    | http.token
          password: seven77                    | http.password
          password: pbkdf2-sha256$1$a$b        | http.password
          names: 'https://desk.example.com'    | http.names
          names: 'a b'                         | http.names
          proxies: everybody                   | http.proxies
          public-url: codes.example.com        | http.public-url
          public.port: 8080                    | http.public.port
          limits.connections: 0                | http.limits.connections
          limits.connections: 10001            | http.limits.connections
          limits.header: 1023                  | http.limits.header
          limits.header: 1048577               | http.limits.header
          limits.request-time: 999ms           | http.limits.request-time
          limits.idle-time: 3601s              | http.limits.idle-time
          limits.write-time: 0s                | http.limits.write-time
          limits.events-time: 2d               | http.limits.events-time
          """)
  void saysWhatIsWrongAndShowsNoSecret(String line, String key) throws IOException {
    var faults = faults("http:\n  " + line);

    assertEquals(List.of(key), faults.stream().map(Fault::key).toList());
    for (var secret : List.of("0123456789abcdef", "seven77", "sha256$1")) {
      assertFalse(faults.toString().contains(secret), faults::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token: 0123456789abcdef01234567",
        "password: eight888",
        "limits.connections: 1",
        "limits.connections: 10000",
        "limits.header: 1KiB",
        "limits.header: 1MiB",
        "limits.request-time: 1s",
        "limits.idle-time: 1h",
        "limits.events-time: 1d"
      })
  void takesWhatIsJustAllowed(String line) throws IOException {
    http("http:\n  " + line);
  }

  @Test
  void takesAHash() throws IOException {
    var hash = PasswordHash.make(new Secret("correct horse"), PasswordHash.FEWEST).text();

    assertEquals(
        new Secret(hash), http("http: {password: %s}".formatted(hash)).access().password());
  }

  private HttpSettings http(String yaml) throws IOException {
    var loaded = load(yaml);
    return assertInstanceOf(Loaded.class, loaded, loaded::toString).settings().web().http();
  }

  private List<Fault> faults(String yaml) throws IOException {
    return assertInstanceOf(Faulty.class, load(yaml)).faults();
  }

  private Configuration load(String yaml) throws IOException {
    var file = directory.resolve("otpost.yaml");
    Files.writeString(file, yaml);
    return Configuration.load(
        Origin.at(
            file,
            Map.of("SKYVERN_API_KEY", "sk-1", "OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com"),
            "mx1"),
        Purpose.SERVE);
  }
}
