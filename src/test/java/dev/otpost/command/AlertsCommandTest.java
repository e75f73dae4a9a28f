package dev.otpost.command;

import static dev.otpost.command.Shell.GATEWAY;
import static dev.otpost.command.Shell.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Concern;
import dev.otpost.message.Telling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code otpost alerts}: what stands, and who was told. */
final class AlertsCommandTest {

  private final Shell shell;

  AlertsCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void showsWhatStandsAndWhoWasTold() throws IOException {
    shell.set("OTPOST_ALERTS_WEBHOOK", "https://hooks.example.com/a");
    shell.set("OTPOST_ALERTS_COMMAND", "/bin/true");
    var barred = new Concern(Concern.Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);
    try (var spool = shell.spool()) {
      assertEquals(new Shell.Ran(ExitCode.OK, "Nothing asks for you.\n", ""), shell.run("alerts"));
      spool.keep(List.of(told("log", barred), told("webhook", barred)), List.of());
      var ran = shell.run("alerts");
      assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
      var local = QueueCommand.local(NOW);
      assertEquals(
          List.of(
              "Skyvern wants you to act (default): HTTP 401",
              "  since  " + local,
              "  told   webhook " + local + ", command NOT YET",
              "  do     " + barred.kind().asks()),
          ran.out().lines().toList());
      var object = JSON.std.mapFrom(shell.run("alerts", "--json").out());
      assertEquals("skyvern_barred", object.get("kind"));
      assertEquals(
          "{webhook=2026-11-22T10:00:00Z, command=null}", String.valueOf(object.get("told")));
    }
    assertTrue(shell.run("alerts").out().startsWith("otpost is NOT RUNNING"));
  }

  @Test
  void saysThatNoChannelIsConfiguredWhenAlertsAreTested() {
    shell.set("SKYVERN_API_KEY", "key");
    shell.set("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    var ran = shell.run("alerts", "test");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.out().startsWith("No channel is configured: set alerts."), ran.out());
  }

  @Test
  void saysOfEachChannelWhatCameOfATestAndShowsNoUrl() {
    shell.set("SKYVERN_API_KEY", "key");
    shell.set("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    shell.set("OTPOST_ALERTS_WEBHOOK", "http://127.0.0.1:1/s3cr3t");
    shell.set("OTPOST_ALERTS_COMMAND", "/bin/true");
    var ran = shell.run("alerts", "test");
    assertEquals(
        new Shell.Ran(
            ExitCode.UNAVAILABLE,
            "WRONG webhook     no connection\nok    command     exit code 0\n",
            ""),
        ran);
  }

  private static Telling told(String channel, Concern concern) {
    return new Telling(channel, concern, NOW, NOW, Optional.empty(), false);
  }
}
