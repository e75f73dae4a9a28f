package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common: help, what is not understood, the configuration. */
final class OtpostCommandTest {

  private final Shell shell;

  OtpostCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "serve --help",
        "check --help",
        "status --help",
        "init --help",
        "try --help",
        "queue --help",
        "queue list --help",
        "queue show --help",
        "queue retry --help",
        "queue drop --help",
        "queue export --help",
        "confirmations --help",
        "address --help",
        "address new --help",
        "hash-password --help",
        "oauth --help",
        "oauth login --help",
        "oauth status --help",
        "oauth logout --help",
        "ingest --help",
        "demo --help"
      })
  void explainsItself(String line) {
    var ran = shell.run(line.split(" ", -1));
    assertEquals(ExitCode.OK, ran.exitCode());
    assertTrue(ran.out().contains("otpost"), ran.out());
  }

  /** The one that is asked for is there alone, so both have to know it by the same name. */
  @Test
  void knowsEveryCommandThatItListsByTheNameThatItListsItBy() {
    var listed =
        Pattern.compile("^  ([a-z-]+) ", Pattern.MULTILINE)
            .matcher(shell.run("--help").out().split("Commands:", 2)[1])
            .results()
            .map(it -> it.group(1))
            .toList();

    assertEquals(14, listed.size(), listed::toString);
    for (var name : listed) {
      var ran = shell.run(name, "--help");
      assertTrue(ran.out().contains("Usage: otpost " + name + " "), ran.out());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sreve",
        "serve --nonsense",
        "queue",
        "queue show",
        "queue show x",
        "queue list --state lost",
        "queue export --since yesterday",
        "queue export --since 2026-13-01",
        "queue export --since 99999999999d",
        "queue list --identifier \u2003",
        "try",
        "address",
        "hash-password secret",
        "oauth",
        "oauth login",
        "oauth login work --device --browser",
        "oauth login work --port 65536",
        "oauth logout"
      })
  void saysWhatItDoesNotUnderstand(String line) {
    var ran = shell.run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(
        ran.err().contains("Usage: otpost") || ran.err().contains("Did you mean"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check"})
  void namesEveryFaultOfTheConfigurationAtOnce(String command) {
    shell.set("OTPOST_SMTP_PORT", "70000");
    var ran = shell.run(command);
    assertEquals(ExitCode.CONFIGURATION, ran.exitCode());
    for (var key : List.of("smtp.port", "smtp.recipients", "skyvern.api-key")) {
      assertTrue(ran.err().contains(key), key + " in " + ran.err());
    }
  }

  @Test
  void saysWhichConfigurationItCannotRead() {
    var ran = shell.run("serve", "--config", shell.file("none.yaml").toString());
    assertEquals(ExitCode.UNREADABLE, ran.exitCode());
    assertTrue(ran.err().contains("none.yaml"));
  }

  @Test
  void takesTheConfigurationBeforeAndBehindASubcommand() throws IOException {
    var none = shell.file("none.yaml").toString();
    for (var call :
        List.of(
            List.of("queue", "--config", none, "list"),
            List.of("queue", "list", "--config", none),
            List.of("oauth", "status", "--config", none))) {
      var ran = shell.run(call.toArray(String[]::new));
      assertTrue(ran.err().contains(none), call + ran.err());
    }
  }
}
