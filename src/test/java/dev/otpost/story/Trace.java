package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a process asks of the system, seen by {@code strace}; or what the system refuses it from now
 * on, as a disk does that fails. Both end when this is closed, and the process goes on.
 */
final class Trace implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern ATTACHED = Pattern.compile("Process \\d+ attached");

  private final Process strace;
  private final Path seen;
  private final Path said;

  private Trace(Process strace, Path seen, Path said) {
    this.strace = strace;
    this.seen = seen;
    this.said = said;
  }

  /** Sees these calls, with the files that they are about and a whole page of a database. */
  static Trace seeing(Daemon daemon, String calls) throws Exception {
    return attached(daemon, List.of("-y", "-s", "4200", "-e", "trace=" + calls));
  }

  /** Has each of these calls fail with this error, if it is about the database in this spool. */
  static Trace failing(Daemon daemon, Path spool, String calls, String error) throws Exception {
    var what = new ArrayList<String>();
    for (var file : List.of("spool.db", "spool.db-wal")) {
      what.addAll(List.of("-P", spool.resolve(file).toString()));
    }
    what.addAll(List.of("-e", "trace=" + calls));
    what.addAll(List.of("-e", "inject=%s:error=%s".formatted(calls, error)));
    return attached(daemon, what);
  }

  private static Trace attached(Daemon daemon, List<String> what) throws Exception {
    var seen = Files.createTempFile("otpost-story", ".strace");
    var said = Files.createTempFile("otpost-story", ".err");
    var call = new ArrayList<>(List.of(Needs.program("strace", "strace").toString(), "-f"));
    call.addAll(List.of("-p", Long.toString(daemon.pid()), "-o", seen.toString()));
    call.addAll(what);
    var trace =
        new Trace(new ProcessBuilder(call).redirectError(said.toFile()).start(), seen, said);
    try {
      Until.holds("strace is there or gives up", LIMIT, () -> trace.isThere() || trace.isGone());
      Needs.right(trace.isThere(), "trace a process (CAP_SYS_PTRACE)");
      return trace;
    } catch (Exception | Error e) {
      trace.close();
      throw e;
    }
  }

  private boolean isThere() throws IOException {
    return ATTACHED.matcher(Files.readString(said)).find();
  }

  private boolean isGone() {
    return !strace.isAlive();
  }

  /** All calls so far, one a line, in the order in which they ended. */
  List<String> calls() throws IOException {
    return Files.readAllLines(seen);
  }

  @Override
  public void close() throws IOException {
    strace.destroy();
    strace.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    Files.deleteIfExists(seen);
    Files.deleteIfExists(said);
  }
}
