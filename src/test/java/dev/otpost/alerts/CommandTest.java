package dev.otpost.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

@Beside
final class CommandTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  CommandTest() {}

  @Test
  void handsOverArgumentsJsonAndVariables() throws Exception {
    var said = directory.resolve("said");
    var read = directory.resolve("read");
    var script =
        script("echo \"$# $1 $OTPOST_ALERT_KIND $OTPOST_ALERT_STATE\" > " + said, "cat > " + read);
    assertEquals("exit code 0", command(LONG, script, "$(id)").tell(WebhookTest.BARRED));
    assertEquals("1 $(id) skyvern_barred raised\n", Files.readString(said));
    assertEquals(
        "HTTP 401 (!channel) now", JSON.std.mapFrom(Files.readString(read)).get("because"));
  }

  @Test
  void showsTheProgramNothingElseOfItsOwnEnvironment() throws Exception {
    var all = directory.resolve("all");
    command(LONG, script("env > " + all)).tell(WebhookTest.BARRED);
    assertTrue(
        Files.readAllLines(all).stream()
            .noneMatch(
                it ->
                    it.startsWith("SKYVERN_")
                        || (it.startsWith("OTPOST_") && !it.startsWith("OTPOST_ALERT_"))));
  }

  @Test
  void passesOnOneLineOfWhatAFailureSays() throws Exception {
    var script = script("echo first", "head -c 1000000 /dev/zero", "echo last", "exit 3");
    assertEquals("exit code 3: first", trouble(command(LONG, script)));
  }

  @Test
  void killsWhatTakesTooLongWithItsChildren() throws Exception {
    var pids = directory.resolve("pids");
    var script = script("sleep 300 &", "echo $! > " + pids, "echo $$ >> " + pids, "wait");
    assertEquals(
        "it was not done after 1 s and was killed",
        trouble(command(Duration.ofSeconds(1), script)));
    for (var pid : Files.readAllLines(pids)) {
      ProcessHandle.of(Long.parseLong(pid))
          .ifPresent(it -> assertFalse(it.onExit().join().isAlive()));
    }
  }

  @Test
  void saysWhatCannotBeRun() {
    assertEquals(
        "/nowhere/at-all cannot be run", trouble(command(LONG, Path.of("/nowhere/at-all"))));
  }

  private static Command command(Duration limit, Path script, String... arguments) {
    var call = new java.util.ArrayList<>(List.of(script.toString()));
    call.addAll(List.of(arguments));
    return new Command(call, "mx1", limit);
  }

  private Path script(String... lines) throws IOException {
    var script = directory.resolve("tell");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private static String trouble(Command command) {
    return String.valueOf(
        assertThrows(IOException.class, () -> command.tell(WebhookTest.BARRED)).getMessage());
  }
}
