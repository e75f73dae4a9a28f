package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built product and how it is called. */
final class Product {

  /** How long a command may take that is expected to end. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Product() {}

  /**
   * How a command ended.
   *
   * @param out all of its stdout
   * @param err all of its stderr
   */
  record Ended(int exit, String out, String err) {
    @Override
    public String toString() {
      return "exit %d%n--- stdout%n%s--- stderr%n%s".formatted(exit, out, err);
    }
  }

  static Path home() {
    var home = System.getProperty("otpost.home", "target/otpost");
    return Path.of(home.isEmpty() ? "target/otpost" : home).toAbsolutePath();
  }

  /**
   * A call of {@code bin/otpost} with this environment and nothing of ours that could mislead it.
   */
  static ProcessBuilder call(Map<String, String> environment, List<String> arguments) {
    // A build started by nohup hands down that SIGHUP is ignored, and Java then leaves it ignored.
    var command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
    command.add(home().resolve("bin/otpost").toString());
    command.addAll(arguments);
    var call = new ProcessBuilder(command);
    call.environment()
        .keySet()
        .removeIf(key -> key.startsWith("OTPOST_") || key.startsWith("SKYVERN_"));
    call.environment().putAll(environment);
    return call;
  }

  /** The same, as this user of the machine; only root can. */
  static ProcessBuilder callAs(
      String user, Map<String, String> environment, List<String> arguments) {
    Needs.root();
    var call = call(environment, arguments);
    var setpriv = Needs.program("setpriv", "util-linux").toString();
    call.command()
        .addAll(0, List.of(setpriv, "--reuid=" + user, "--regid=nogroup", "--clear-groups"));
    return call;
  }

  /** Runs a command to its end. */
  static Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return finish(call(environment, List.of(arguments)));
  }

  /** Runs any program to its end. */
  static Ended finish(ProcessBuilder call) throws IOException, InterruptedException {
    var out = Files.createTempFile("otpost-story", ".out");
    var err = Files.createTempFile("otpost-story", ".err");
    // The empty file is its stdin: a command that asks questions must not wait for answers.
    var process =
        call.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      var result =
          new Ended(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      if (!ended) {
        throw new IllegalStateException("not ended after " + LIMIT + ": " + result);
      }
      return result;
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }
}
