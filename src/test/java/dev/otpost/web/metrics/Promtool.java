package dev.otpost.web.metrics;

import dev.otpost.story.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.jr.ob.JSON;

/** Prometheus's own tool, which reads rules and queries as Prometheus does. */
final class Promtool {

  private static final long LIMIT_SECONDS = 60;

  private final Path program = Needs.program("promtool", "prometheus");
  private final Path folder;

  Promtool(Path folder) {
    this.folder = folder;
  }

  /**
   * A time in which something was scraped once a minute, and what a query then says.
   *
   * @param series by name, as it stands in a query, with its values in promtool's notation
   * @param asked query by query, each of which is to be one sample of 1; of nothing if it begins
   *     with {@link #NOTHING}
   */
  record Course(Map<String, String> series, int minute, List<String> asked) {
    static final String NOTHING = "nothing: ";
  }

  /** What it finds wrong with a file of rules; empty if nothing. */
  String faults(Path rules) throws IOException, InterruptedException {
    return run("check", "rules", rules.toAbsolutePath().toString());
  }

  /** What comes otherwise with these rules than expected; empty if nothing. */
  String surprises(Path rules, List<Course> courses) throws IOException, InterruptedException {
    var tests = courses.stream().map(Promtool::test).toList();
    var file = folder.resolve("courses.yaml");
    // JSON is YAML.
    Files.writeString(
        file,
        JSON.std.asString(
            Map.of(
                "rule_files",
                List.of(rules.toAbsolutePath().toString()),
                "evaluation_interval",
                "1m",
                "tests",
                tests)));
    return run("test", "rules", file.toString());
  }

  private static Map<String, Object> test(Course course) {
    var series =
        course.series().entrySet().stream()
            .map(it -> Map.of("series", it.getKey(), "values", it.getValue()))
            .toList();
    var queries = new ArrayList<Map<String, Object>>();
    for (var query : course.asked()) {
      boolean isNothing = query.startsWith(Course.NOTHING);
      queries.add(
          Map.of(
              "expr",
              isNothing ? query.substring(Course.NOTHING.length()) : query,
              "eval_time",
              course.minute() + "m",
              "exp_samples",
              isNothing ? List.of() : List.of(Map.of("labels", "{}", "value", 1))));
    }
    return Map.of("interval", "1m", "input_series", series, "promql_expr_test", queries);
  }

  /** All that it said if it failed. */
  private String run(String... arguments) throws IOException, InterruptedException {
    var said = folder.resolve("promtool.out");
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? "" : "promtool: " + Files.readString(said);
    } finally {
      process.destroyForcibly();
    }
  }
}
