package dev.otpost.command;

import static dev.otpost.command.Shell.GATEWAY;
import static dev.otpost.command.Shell.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Outcome;
import dev.otpost.message.Place;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code otpost queue}: what is in the spool is shown and moved. */
final class QueueCommandTest {

  private final Shell shell;

  QueueCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void explainsEveryStateInTheHelpOfQueue(State state) {
    var help = shell.run("queue", "--help").out();
    assertTrue(help.contains("  %-11s %s".formatted(state.word(), state.meaning())), help);
    assertTrue(help.lines().allMatch(it -> it.length() <= 80), help);
  }

  @Test
  void showsAndMovesWhatIsInTheSpool() throws IOException {
    long id = shell.receive();
    var list = shell.run("queue", "list");
    assertTrue(list.out().contains("john@example.com"), list.out());
    assertTrue(list.out().contains("pending"), list.out());
    var show = shell.run("queue", "show", "" + id);
    assertTrue(show.out().contains("To of the auto-forwarded mail"), show.out());
    assertFalse(show.out().contains("sign-in code"), "no text unless asked for");
    var content = shell.run("queue", "show", "--content", "" + id);
    assertTrue(content.out().contains("sign-in code"), content.out());
    assertEquals(ExitCode.OK, shell.run("queue", "drop", "" + id).exitCode());
    assertTrue(shell.run("queue", "list", "--state", "dropped").out().contains("john@example.com"));
    assertEquals("Nothing is pending.\n", shell.run("queue", "list", "--state", "pending").out());
    assertEquals(ExitCode.OK, shell.run("queue", "retry", "" + id).exitCode());
    assertTrue(shell.run("queue", "list", "--state", "pending").out().contains("john@example.com"));
  }

  @Test
  void showsWhereAMailLay() throws IOException {
    var place = new Place(new Folder("work", "INBOX"), 7, 123);
    var envelope =
        new Envelope(
            Source.IMAP,
            Envelope.UNKNOWN_PATH,
            List.of(GATEWAY),
            "192.0.2.9",
            NOW,
            Optional.of(new Stored(place, NOW, Stored.Extent.WHOLE, false, false)));
    long id = shell.receive(envelope, Files.readAllBytes(shell.mail()));
    var show = shell.run("queue", "show", "" + id).out();
    assertTrue(show.contains("lay in       INBOX of work, UID 123\n"), show);
    assertFalse(
        shell.run("queue", "show", "" + shell.receive()).out().contains("lay in"), "by SMTP");
  }

  @Test
  void tellsHowLongEachHopTook() throws IOException {
    long id = shell.post(new Outcome.Delivered("stored as otp_1"));
    var show = shell.run("queue", "show", "" + id).out();
    var hops =
        "hops         received %s, durable after 0 ms, posted after 5 ms, answered after 120 ms\n"
            .formatted(QueueCommand.local(NOW).substring(11) + ".000");
    assertTrue(show.contains(hops), show);
    assertTrue(show.contains(", text, 115 ms: delivered: stored as otp_1\n"), show);
  }

  @Test
  void asksForForceAndSaysWhy() throws IOException {
    long id = shell.post(new Outcome.Delivered("stored"));
    var refused = shell.run("queue", "retry", "" + id);
    assertEquals(ExitCode.UNAVAILABLE, refused.exitCode());
    assertEquals(
        id
            + " is left as it is: Skyvern has it already, and would have it twice; --force posts it"
            + " all the same.",
        refused.err().strip());
    assertEquals(id + " is on its way.\n", shell.run("queue", "retry", "--force", "" + id).out());
    assertTrue(shell.run("queue", "show", "" + id).out().contains("forced       by the operator"));
  }

  @Test
  void saysThatWhatIsDroppedMayBeAtSkyvern() throws IOException {
    long id = shell.receive();
    try (var spool = shell.spool()) {
      spool.begin(id, NOW);
      assertEquals(
          id
              + " is dropped. An attempt had begun, and Skyvern may have it; queue show tells what"
              + " came of it.\n",
          shell.run("queue", "drop", "" + id).out());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--state pending, 1",
    "--state delivered, 0",
    "--identifier JOHN@example.com, 1",
    "--identifier jane@example.com, 0",
    "--site Example.org, 0",
    "--since 0s, 1",
    "--since 1d2h30m, 1",
    "--since 2026-11-22T10:00:00Z, 1",
    "--since 2026-11-22T10:00:01+00:00, 0",
    "--since 2026-11-21, 1",
    "--since 2026-11-24, 0",
  })
  void showsAndExportsWhatIsAskedFor(String asked, int many) throws IOException {
    shell.receive();
    var export = shell.run(("queue export " + asked).split(" ", -1));
    assertEquals(ExitCode.OK, export.exitCode(), export.err());
    assertEquals(many, export.out().lines().count());
    var list = shell.run(("queue list " + asked).split(" ", -1)).out();
    assertEquals(many == 0, list.startsWith("Nothing "), list);
  }

  @Test
  void looksAtASpoolThatIsBeingWrittenTo() throws IOException {
    try (var spool = shell.spool()) {
      long id = shell.receive(spool);
      assertEquals(1, shell.run("queue", "export").out().lines().count());
      assertTrue(shell.run("queue", "list").out().contains("john@example.com"));
      assertEquals(ExitCode.OK, shell.run("queue", "show", "" + id).exitCode());
      assertEquals(ExitCode.OK, shell.run("queue", "drop", "" + id).exitCode());
      assertEquals(ExitCode.OK, shell.run("queue", "retry", "" + id).exitCode());
      assertEquals(1, spool.pending().size());
    }
  }

  @Test
  void saysWhyItLeavesAnEntryAsItIs() throws IOException {
    shell.receive();
    var unknown = shell.run("queue", "retry", "4711");
    assertEquals(ExitCode.UNAVAILABLE, unknown.exitCode());
    assertTrue(unknown.err().contains("no entry 4711"), unknown.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "show 1", "retry 1", "drop 1", "export"})
  void saysThatThereIsNoSpool(String what) {
    shell.set("OTPOST_SPOOL_PATH", shell.file("none").toString());
    var ran = shell.run(("queue " + what).split(" ", -1));
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.err().contains("spool.path"), ran.err());
  }
}
