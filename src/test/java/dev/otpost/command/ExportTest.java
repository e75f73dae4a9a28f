package dev.otpost.command;

import static dev.otpost.command.Shell.LINK;
import static dev.otpost.command.Shell.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Identifier;
import dev.otpost.message.Outcome;
import dev.otpost.spool.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code otpost queue export}: what is in the spool, for programs. */
final class ExportTest {

  private final Shell shell;

  ExportTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void exportsWhatIsInTheSpoolAsOneObjectALine() throws IOException {
    long id = shell.post(new Outcome.Delivered("stored as otp_1"));
    long question = shell.receiveQuestion();
    var ran = shell.run("queue", "export");
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    var lines = ran.out().lines().toList();
    assertEquals(2, lines.size());
    var first = JSON.std.mapFrom(lines.getFirst());
    assertEquals((int) id, first.get("id"));
    assertEquals("delivered", first.get("state"));
    assertEquals("john@example.com", first.get("identifier"));
    assertEquals("2026-11-22T10:00:00.000Z", first.get("received_at"));
    assertEquals("2026-11-22T10:00:00.005Z", first.get("posted_at"));
    assertEquals("2026-11-22T10:00:00.120Z", first.get("answered_at"));
    assertEquals("smtp", first.get("source"));
    assertEquals(List.of(), first.get("servings"));
    assertTrue(first.containsKey("account"));
    assertNull(first.get("account"));
    assertEquals(
        List.of(
            Map.of(
                "number",
                1,
                "form",
                "text",
                "started_at",
                "2026-11-22T10:00:00.005Z",
                "ended_at",
                "2026-11-22T10:00:00.120Z",
                "outcome",
                "delivered",
                "because",
                "stored as otp_1")),
        first.get("attempts"));
    assertEquals(List.of(), first.get("servings"));
    assertEquals((int) question, JSON.std.mapFrom(lines.getLast()).get("id"));
    for (var secret : List.of("sign-in code", "99427480", "vf-", "\"text\":", "\"code\":")) {
      assertFalse(ran.out().contains(secret), secret);
    }
  }

  @Test
  void exportsWhichRunFetchedAMail() throws IOException {
    try (var spool = shell.spool()) {
      shell.receive(spool);
      var question =
          new Question(
              new TreeSet<>(List.of("default")),
              new Identifier("john@example.com"),
              Optional.empty(),
              "wr_1",
              "",
              Duration.ofMinutes(2));
      assertTrue(spool.serve(question, NOW).isPresent());
    }
    var served = JSON.std.mapFrom(shell.run("queue", "export").out());
    var serving = new LinkedHashMap<String, @Nullable Object>();
    serving.put("run", "wr_1");
    serving.put("task", null);
    serving.put("at", "2026-11-22T10:00:00.000Z");
    assertEquals("served", served.get("state"));
    assertEquals(List.of(serving), served.get("servings"));
  }

  @Test
  void exportsContentOnlyIfItIsAskedFor() throws IOException {
    shell.receiveQuestion();
    long erased = shell.post(new Outcome.Delivered("stored"));
    try (var spool = shell.spool()) {
      spool.sweep(NOW.plus(Duration.ofDays(1)));
    }
    var lines = shell.run("queue", "export", "--content").out().lines().toList();
    var question = JSON.std.mapFrom(lines.getFirst());
    assertEquals("99427480", question.get("code"));
    assertEquals(LINK, question.get("link"));
    assertTrue(String.valueOf(question.get("text")).contains("/vf-"));
    var other = JSON.std.mapFrom(lines.getLast());
    assertEquals((int) erased, other.get("id"));
    assertEquals(true, other.get("erased"));
    assertTrue(other.containsKey("code"));
    assertNull(other.get("code"));
    assertNull(other.get("text"));
  }

  @Test
  void exportsIntoAFileForItsOwnerOnly() throws IOException {
    shell.receive();
    var file = Files.writeString(shell.file("export.jsonl"), "an older one, for everybody");
    var ran = shell.run("queue", "export", "--output", file.toString());
    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertEquals("", ran.out());
    assertEquals(1, Files.readAllLines(file).size());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertFalse(Files.exists(shell.file("export.jsonl.part")));

    var nowhere = shell.run("queue", "export", "--output", shell.file("no/x.jsonl").toString());
    assertEquals(ExitCode.CANNOT_CREATE, nowhere.exitCode());
    assertTrue(nowhere.err().contains("no/x.jsonl.part cannot be made"), nowhere.err());
  }
}
