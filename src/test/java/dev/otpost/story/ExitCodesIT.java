package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the commands end, which scripts and service managers build on. */
class ExitCodesIT {

  @RegisterExtension final Stage stage = new Stage();

  ExitCodesIT() throws IOException {}

  @ParameterizedTest
  @CsvSource({
    "--help, 0",
    "--version, 0",
    "serve --help, 0",
    "check --help, 0",
    "init --help, 0",
    "try --help, 0",
    "queue --help, 0",
    "queue list --help, 0",
    "demo --help, 0",
    "ingest --help, 0",
    "ingest, 64",
    "--no-such-option, 64",
    "serve --no-such-option, 64",
    "no-such-command, 64",
    "queue no-such-command, 64",
    "serve --config=/dev/null/none.yaml, 66",
    "serve --config=/, 66"
  })
  void endsAsDocumented(String arguments, int exit) throws Exception {
    var ended = Product.run(stage.environment(), arguments.split(" ", -1));
    assertEquals(exit, ended.exit(), ended::toString);
    assertTrue((exit == 0 ? ended.out() : ended.err()).strip().length() > 5, ended::toString);
    assertFalse(ended.err().contains("\tat "), ended::toString);
  }

  @Test
  void namesEveryFaultOfAConfigurationAtOnce() throws Exception {
    var ended =
        Product.run(
            stage.environment(
                "OTPOST_SMTP_PORT", "99999",
                "OTPOST_SMTP_RECIPIENTS", "not an address",
                "OTPOST_SMTP_MAX_MESSAGE_SIZE", "large",
                "OTPOST_DELIVERY_LIFETIME", "soon",
                "OTPOST_NO_SUCH_KEY", "1",
                "SKYVERN_API_KEY", "",
                "SKYVERN_BASE_URL", "ftp://skyvern.example"),
            "serve");
    assertEquals(78, ended.exit(), ended::toString);
    var said = ended.out() + ended.err();
    for (var key :
        List.of(
            "smtp.port",
            "smtp.recipients",
            "smtp.max-message-size",
            "delivery.lifetime",
            "OTPOST_NO_SUCH_KEY",
            "skyvern.api-key",
            "skyvern.base-url")) {
      assertTrue(said.contains(key), () -> key + ": " + ended);
    }
    assertFalse(Files.exists(stage.folder().resolve("spool")));
  }

  @Test
  void aSpoolHasOneDaemonOnly() throws Exception {
    stage.daemon();
    var second = Product.run(stage.environment(), "serve");
    assertEquals(75, second.exit(), second::toString);
  }

  /** A mail server returns the mail on anything but 75. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:NoSuchOption", "-Xmx1k"})
  void aMailComesAgainWhenJavaItselfFails(String options) throws Exception {
    var ended =
        Product.run(
            stage.environment("OTPOST_JAVA_OPTS", options),
            "ingest",
            "--mail-from=",
            "--rcpt-to=" + Stage.GATEWAY);
    assertEquals(75, ended.exit(), ended::toString);
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    var port = Integer.toString(stage.daemon().smtpPort());
    var other = stage.folder().resolve("other").toString();
    var ended =
        Product.run(
            stage.environment("OTPOST_SPOOL_PATH", other, "OTPOST_SMTP_PORT", port), "serve");
    assertEquals(69, ended.exit(), ended::toString);
    assertTrue((ended.out() + ended.err()).contains(port), ended::toString);
  }

  @Test
  void aSpoolThatCannotBeMadeIsSaid() throws Exception {
    var ended = Product.run(stage.environment("OTPOST_SPOOL_PATH", "/dev/null/spool"), "serve");
    assertEquals(73, ended.exit(), ended::toString);
    assertTrue((ended.out() + ended.err()).contains("/dev/null/spool"), ended::toString);
  }

  @ParameterizedTest
  @CsvSource({Stage.KEY + ", 0", "sk-of-somebody-else, 69"})
  void checksTheKeyWithoutSendingACode(String key, int exit) throws Exception {
    var check = Product.run(stage.environment("SKYVERN_API_KEY", key), "check");
    assertEquals(exit, check.exit(), check::toString);
    assertEquals(List.of(), stage.skyvern().posts());
    assertFalse(check.toString().contains(key), check::toString);
  }
}
