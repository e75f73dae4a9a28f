package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.config.Configuration.Unreadable;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

  private static final Map<String, String> ENOUGH =
      Map.of("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com", "SKYVERN_API_KEY", "sk-0123456789");

  @TempDir Path directory;
  private Path file = Path.of("otpost.yaml");
  private final Map<String, String> environment = new HashMap<>(ENOUGH);

  @BeforeEach
  void setUp() {
    file = directory.resolve("otpost.yaml");
  }

  @Test
  void needsNoFile() {
    var settings = loaded(load(Purpose.SERVE)).settings();

    assertEquals("https://api.skyvern.com", settings.skyvern().baseUrl().toString());
    assertEquals(new Secret("sk-0123456789"), settings.skyvern().apiKey());
    assertEquals(2525, settings.smtp().port());
    assertEquals("", settings.smtp().host());
    assertEquals("mx1", settings.smtp().hostname());
    assertEquals(List.of("otp@gw.example.com"), settings.smtp().recipients().patterns());
    assertEquals(10L << 20, settings.smtp().maxMessageSize());
    assertEquals(Duration.ofMinutes(15), settings.routing().lifetime());
    assertEquals(Duration.ofHours(1), settings.spool().content());
    assertEquals(Duration.ofDays(30), settings.spool().history());
    assertEquals(Duration.ofSeconds(60), settings.skyvern().callTimeout());
    assertEquals(64, settings.delivery().parallel());
    assertEquals("127.0.0.1", settings.web().host());
    assertEquals(8080, settings.web().port());
    assertEquals(LogFormat.TEXT, settings.logFormat());
  }

  @Test
  void hearsTheEnvironmentBeforeTheFile() throws IOException {
    write("smtp:\n  port: 25\n  host: ::1\n");
    environment.put("OTPOST_SMTP_PORT", "26");

    var smtp = loaded(load(Purpose.SERVE)).settings().smtp();

    assertEquals(26, smtp.port());
    assertEquals("::1", smtp.host());
  }

  @Test
  void reportsAllFaultsAtOnceWithTheirLinesAndWhatToDo() throws IOException {
    environment.clear();
    environment.put("OTPOST_SMTP_PROT", "25");
    write(
        """
        smtp:
          prot: 25
          port: 70000
        delivery:
          lifetime: 15
        """);

    var said = faults(load(Purpose.SERVE));

    assertEquals(6, said.size(), said::toString);
    assertTrue(
        said.get(0)
            .contains("OTPOST_SMTP_PROT: there is no such key; did you mean OTPOST_SMTP_PORT?"),
        said::toString);
    assertTrue(
        said.get(1).contains("smtp.prot")
            && said.get(1).contains("line 2")
            && said.get(1).contains("did you mean smtp.port?"),
        said::toString);
  }

  @Test
  void saysThatTheFileIsUnreadableApartFromFaults() {
    var result = Configuration.load(Origin.at(file, environment, "mx1"), Purpose.SERVE);

    assertEquals(file, assertInstanceOf(Unreadable.class, result).file());
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
  }

  private Configuration load(Purpose purpose) {
    return Configuration.load(Origin.search(file, directory, environment, "mx1"), purpose);
  }

  private static Loaded loaded(Configuration configuration) {
    return assertInstanceOf(Loaded.class, configuration, configuration::toString);
  }

  private static List<String> faults(Configuration configuration) {
    return assertInstanceOf(Faulty.class, configuration, configuration::toString).faults().stream()
        .map(Fault::toString)
        .toList();
  }
}
