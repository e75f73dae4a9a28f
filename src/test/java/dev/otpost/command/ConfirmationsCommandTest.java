package dev.otpost.command;

import static dev.otpost.command.Shell.LINK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** {@code otpost confirmations}: Gmail's questions. */
final class ConfirmationsCommandTest {

  private final Shell shell;

  ConfirmationsCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void showsGmailsQuestionsUntilTheyAreDropped() throws IOException {
    long id = shell.receiveQuestion();
    var out = shell.run("confirmations").out();
    for (var said : List.of("john.doe@gmail.com", "99427480", LINK, "otpost queue drop " + id)) {
      assertTrue(out.contains(said), out);
    }
    var object = JSON.std.mapFrom(shell.run("confirmations", "--json").out());
    assertEquals((int) id, object.get("id"));
    assertEquals("2026-11-22T10:00:00Z", object.get("received"));
    assertEquals("john.doe@gmail.com", object.get("mailbox"));
    assertEquals("99427480", object.get("code"));
    assertEquals(LINK, object.get("link"));
    assertTrue(object.containsKey("note"));
    assertNull(object.get("note"));
    assertTrue(String.valueOf(object.get("do")).contains("open the link"));

    var list = shell.run("queue", "list").out();
    assertTrue(list.contains("gmail_confirmation"), list);
    assertFalse(list.contains("99427480") || list.contains("vf-"), list);
    assertTrue(shell.run("queue", "show", "" + id).out().contains("see otpost confirmations"));
    assertEquals(ExitCode.UNAVAILABLE, shell.run("queue", "retry", "--force", "" + id).exitCode());
    assertEquals(ExitCode.OK, shell.run("queue", "drop", "" + id).exitCode());
    assertEquals("No question of Gmail's is waiting.\n", shell.run("confirmations").out());
    assertEquals("", shell.run("confirmations", "--json").out());
  }
}
