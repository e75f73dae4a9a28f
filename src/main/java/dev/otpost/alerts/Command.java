package dev.otpost.alerts;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.jr.ob.JSON;

/**
 * Runs a program of the operator's, without a shell: the notice is JSON on its standard input and
 * in its environment as {@code OTPOST_ALERT_*}. Of otpost's own environment it does not see what
 * may be secret. When it takes too long it is killed, with whatever it has started.
 *
 * @param call the program and its arguments
 */
record Command(List<String> call, String host, Duration limit) implements Channel {

  static final Duration LIMIT = Duration.ofSeconds(30);

  /** The most characters of what the program prints that are passed on. */
  private static final int LONGEST_LINE = 200;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String tell(Notice notice) throws IOException, InterruptedException {
    var process = start(notice);
    var printed = new FirstLine(process);
    try (var in = process.getOutputStream()) {
      // So little that it fits into the pipe: nobody has to read it.
      in.write(JSON.std.asBytes(notice.fields(host)));
      in.write('\n');
    } catch (IOException e) {
      // It does not want to read it.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "it was not done after %d s and was killed".formatted(limit.toSeconds()));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException("exit code %d%s".formatted(process.exitValue(), printed.words()));
    }
    return "exit code 0";
  }

  private Process start(Notice notice) throws IOException {
    var builder = new ProcessBuilder(call).redirectErrorStream(true);
    var environment = builder.environment();
    environment.keySet().removeIf(it -> it.startsWith("OTPOST_") || it.startsWith("SKYVERN_"));
    notice
        .fields(host)
        .forEach(
            (key, value) -> environment.put("OTPOST_ALERT_" + key.toUpperCase(Locale.ROOT), value));
    environment.put("OTPOST_ALERT_TEXT", notice.text(host));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException("%s cannot be run".formatted(call.getFirst()), e);
    }
  }

  /** What the program prints is read, lest it waits for somebody to do so; one line is kept. */
  private static final class FirstLine {
    private volatile String line = "";
    private final Thread reader;

    FirstLine(Process process) {
      // A thread of the platform's: reading a pipe holds one.
      reader = Thread.ofPlatform().daemon().name("otpost-alert").start(() -> read(process));
    }

    private void read(Process process) {
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        var first = new StringBuilder();
        for (int c; (c = out.read()) >= 0 && c != '\n'; ) {
          if (first.length() < LONGEST_LINE) {
            first.append((char) c);
          }
        }
        line = first.toString().strip();
        out.transferTo(java.io.Writer.nullWriter());
      } catch (IOException e) {
        // It was killed.
      }
    }

    String words() throws InterruptedException {
      reader.join(Duration.ofSeconds(1));
      return line.isEmpty() ? "" : ": " + line;
    }
  }
}
