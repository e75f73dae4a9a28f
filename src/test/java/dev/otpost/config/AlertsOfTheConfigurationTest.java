package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.alerts.AlertSettings;
import dev.otpost.alerts.AlertSettings.MailServer;
import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where alerts go, as the configuration says it. */
final class AlertsOfTheConfigurationTest {

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  AlertsOfTheConfigurationTest() {}

  @Test
  void goNowhereButToTheLogUnlessSomebodySaysSo() {
    assertEquals(AlertSettings.NONE, alerts(Map.of()));
  }

  @Test
  void goToEveryWebhookThatAFileNames() throws IOException {
    var file = directory.resolve("urls");
    Files.writeString(file, "https://hooks.example.com/a?b=c\nhttps://chat.example.com/d, \n");
    assertEquals(
        List.of(
            new Secret("https://hooks.example.com/a?b=c"),
            new Secret("https://chat.example.com/d")),
        alerts(Map.of("WEBHOOK_FILE", file.toString())).webhooks());
  }

  @Test
  void runAProgramWithItsArguments() {
    assertEquals(
        List.of("/bin/sh", "-c", "true"), alerts(Map.of("COMMAND", "/bin/sh -c  true")).command());
  }

  @ParameterizedTest
  @CsvSource({"implicit, 465, IMPLICIT", "starttls, 587, STARTTLS", "none, 25, NONE"})
  void goByMail(String word, int port, Tls tls) {
    assertEquals(
        Optional.of(
            new MailServer(
                "localhost",
                port,
                tls,
                "me@example.com",
                new Secret("a pass word"),
                new Address("me@example.com"),
                List.of(new Address("a@example.com"), new Address("b@example.com")))),
        alerts(
                Map.of(
                    "MAIL_HOST", "localhost",
                    "MAIL_TLS", word,
                    "MAIL_USERNAME", "me@example.com",
                    "MAIL_PASSWORD", "a pass word",
                    "MAIL_TO", "a@example.com, b@example.com"))
            .mail());
  }

  @Test
  void saysAllThatIsMissingAtOnce() {
    assertEquals(
        List.of(
            "alerts.command",
            "alerts.mail.host",
            "alerts.mail.to",
            "alerts.mail.from",
            "alerts.mail.password-file"),
        faults(Map.of("MAIL_USERNAME", "me", "COMMAND", "/nowhere/at-all")).stream()
            .map(Fault::key)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks.example.com/s3cr3t",
        "ftp://hooks.example.com/s3cr3t",
        "https:///s3cr3t",
        "https://hooks.example.com/a,s3cr3t"
      })
  void doesNotShowAWebhookThatIsNone(String url) {
    var faults = faults(Map.of("WEBHOOK", url));
    assertEquals(1, faults.size(), faults::toString);
    assertFalse(faults.toString().contains("s3cr3t"), faults::toString);
    assertTrue(faults.toString().contains("is none; give a URL like"), faults::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "COMMAND, tell-me",
    "SILENCE, 999ms",
    "SILENCE, 3601s",
    "PAUSE, 999ms",
    "PAUSE, 86401s",
    "REMINDER, 59s",
    "REMINDER, 2592001s",
    "DISK_FREE, 1001GiB",
    "MAIL_TO, '*@example.com'",
    "MAIL_PORT, 0"
  })
  void refusesWhatIsBeyondTheLimits(String key, String value) {
    assertFalse(
        faults(Map.of(key, value)).stream().filter(it -> !it.where().isEmpty()).toList().isEmpty());
  }

  @Test
  void takesWhatIsAtTheLimits() {
    var least =
        alerts(Map.of("SILENCE", "1s", "PAUSE", "1s", "REMINDER", "1m", "DISK_FREE", "0")).limits();
    assertEquals(Duration.ofSeconds(1), least.silence());
    assertEquals(0, least.diskFree());
    var most =
        alerts(Map.of("SILENCE", "1h", "PAUSE", "1d", "REMINDER", "30d", "DISK_FREE", "1000GiB"))
            .limits();
    assertEquals(Duration.ofDays(30), most.reminder());
    assertEquals(1000L << 30, most.diskFree());
  }

  @Test
  void warnsOfAWayThatOthersCanRead() {
    var warnings =
        loaded(
                Map.of(
                    "WEBHOOK", "http://hooks.example.com/s3cr3t",
                    "MAIL_HOST", "smtp.example.com",
                    "MAIL_TLS", "none",
                    "MAIL_FROM", "a@example.com",
                    "MAIL_TO", "a@example.com"),
                Purpose.SERVE)
            .warnings();
    assertEquals(2, warnings.size(), warnings::toString);
    assertFalse(warnings.toString().contains("s3cr3t"));
  }

  @Test
  void missesNothingWhenItIsOnlyLookedAt() {
    loaded(Map.of("MAIL_USERNAME", "me", "COMMAND", "/nowhere/at-all"), Purpose.INSPECT);
  }

  private AlertSettings alerts(Map<String, String> keys) {
    return loaded(keys, Purpose.SERVE).settings().alerts();
  }

  private Configuration.Loaded loaded(Map<String, String> keys, Purpose purpose) {
    var configuration = load(keys, purpose);
    return assertInstanceOf(Configuration.Loaded.class, configuration, configuration::toString);
  }

  private List<Fault> faults(Map<String, String> keys) {
    return assertInstanceOf(Configuration.Faulty.class, load(keys, Purpose.SERVE)).faults();
  }

  private static Configuration load(Map<String, String> keys, Purpose purpose) {
    var environment = new HashMap<String, String>();
    environment.put("SKYVERN_API_KEY", "key");
    environment.put("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com");
    keys.forEach((key, value) -> environment.put("OTPOST_ALERTS_" + key, value));
    return Configuration.load(new Origin(Optional.empty(), environment, "mx1"), purpose);
  }
}
