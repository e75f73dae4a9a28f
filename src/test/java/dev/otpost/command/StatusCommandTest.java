package dev.otpost.command;

import static dev.otpost.command.Shell.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.gateway.Status;
import dev.otpost.message.Concern;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.message.Watch;
import dev.otpost.spool.Watched;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.jr.ob.JSON;

/** {@code otpost status}: how otpost stands, for people and for programs. */
final class StatusCommandTest {

  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(2));
  private static final Folder INBOX = new Folder("work", "INBOX");

  private final Shell shell;

  StatusCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void saysHowOtpostStandsAndAlarmsWhoeverMonitorsItWhenItDoesNotRun() throws IOException {
    shell.receive();
    var stopped = shell.run("status");
    assertEquals(ExitCode.UNAVAILABLE, stopped.exitCode());
    assertTrue(stopped.out().contains("NOT RUNNING"), stopped.out());
    assertTrue(stopped.out().contains("1 pending, 0 held\n"), stopped.out());
    assertTrue(stopped.out().contains("none is watched"), stopped.out());
    try (var spool = shell.spool()) {
      assertTrue(spool.isWritable());
      var running = shell.run("status");
      assertEquals(ExitCode.OK, running.exitCode(), running.out());
      assertTrue(running.out().contains("running since " + QueueCommand.local(NOW)), running.out());
    }
  }

  @Test
  void saysHowOtpostStandsAsJson() throws IOException {
    shell.receive();
    try (var spool = shell.spool()) {
      spool.begin(new Place(new Folder("home", "INBOX"), 7, 123));
      var ran = shell.run("status", "--json");
      assertEquals(ExitCode.OK, ran.exitCode(), ran.out() + ran.err());
      assertEquals(1, ran.out().lines().count());
      var object = JSON.std.mapFrom(ran.out());
      assertEquals(true, object.get("well"));
      assertEquals("2026-11-22T10:00:00Z", object.get("running_since"));
      assertEquals(1, object.get("pending"));
      assertEquals(0, object.get("held"));
      var watch =
          assertInstanceOf(
              Map.class, assertInstanceOf(List.class, object.get("watches")).getFirst());
      assertEquals("home", watch.get("account"));
      assertEquals("INBOX", watch.get("folder"));
      assertEquals("not_watched", watch.get("state"));
      assertEquals(123, watch.get("uid"));
      assertTrue(watch.containsKey("trouble"));
      assertNull(watch.get("trouble"));
    }
    assertNull(JSON.std.mapFrom(shell.run("status", "--json").out()).get("running_since"));
  }

  @Test
  void saysThatThereIsNoSpoolWhoseStatusCouldBeShown() {
    shell.set("OTPOST_SPOOL_PATH", shell.file("none").toString());
    var ran = shell.run("status");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertTrue(ran.err().contains("spool.path"), ran.err());
    assertFalse(Files.exists(shell.file("none")), "nothing is made");
  }

  @Test
  void tellsALineForEachFolder() {
    var printed = new StringWriter();
    var out = new PrintWriter(printed);
    var deaf = known(Watch.State.WATCHING, LONG_AGO, Optional.of(LONG_AGO));
    StatusCommand.print(status(LONG_AGO.minusSeconds(1), deaf), "/spool", out);
    out.flush();
    var local = QueueCommand.local(LONG_AGO);
    assertEquals(
        "INBOX of work             DEAF         %1$s  %1$s  %1$s       123  no answer for more than three minutes; last trouble, %1$s: no route to host"
            .formatted(local),
        printed.toString().lines().toList().getLast());
  }

  @Test
  void countsWhatWaitsAndWhateverElseThereIs() {
    var printed = new StringWriter();
    var out = new PrintWriter(printed);
    var counts = Map.of(State.HELD, 2L, State.EXPIRED, 3L);
    StatusCommand.print(
        Status.of(Optional.of(NOW), counts, List.of(), List.of(), NOW), "/spool", out);
    out.flush();
    assertTrue(printed.toString().contains("0 pending, 3 expired, 2 held\n"), printed::toString);
  }

  @ParameterizedTest
  @EnumSource(
      value = Concern.Kind.class,
      names = {"DELIVERIES_HELD", "DELIVERIES_EXPIRED", "FOLDER_DEAF"})
  void namesAlertsThatAreNoReasonOfTheirOwn(Concern.Kind kind) {
    var status = status(NOW).with(List.of(telling("log", kind)));
    var printed = new StringWriter();
    var out = new PrintWriter(printed);
    StatusCommand.print(status, "/spool", out);
    out.flush();
    assertTrue(status.well());
    assertTrue(
        printed.toString().contains("ALERT        " + kind.meaning() + " (it): why\n"),
        printed::toString);
  }

  private static Telling telling(String channel, Concern.Kind kind) {
    return new Telling(
        channel, new Concern(kind, "it", "why", 0), NOW, NOW, Optional.empty(), false);
  }

  private static Status status(Instant runningSince, Watched... known) {
    return Status.of(Optional.of(runningSince), Map.of(), List.of(INBOX), List.of(known), NOW);
  }

  private static Watched known(Watch.State state, Instant since, Optional<Instant> aliveAt) {
    return new Watched(
        new Watch(INBOX, state, since, aliveAt, aliveAt, "no route to host", aliveAt),
        Optional.of(new Place(INBOX, 7, 123)));
  }
}
