package dev.otpost.shipped;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.story.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code src/build/commit.sh}, in sources of each kind. */
class CommitTest {

  private static final String SCRIPT = Path.of("src/build/commit.sh").toAbsolutePath().toString();

  @TempDir Path sources;

  @Test
  void namesTheCommit() throws Exception {
    commit();

    assertEquals("commit " + head(), stamp(Map.of()));
  }

  @Test
  void saysWhereSomethingWasChangedOrAdded() throws Exception {
    commit();
    Files.writeString(sources.resolve("added"), "");

    assertEquals("commit " + head() + " with changes", stamp(Map.of()));
  }

  @Test
  void knowsNoneOfSourcesOutOfAnArchive() throws Exception {
    assertEquals("of no known commit", stamp(Map.of()));
    assertEquals("commit 1234", stamp(Map.of("COMMIT", "1234")));
  }

  @Test
  void takesNoCommitOfARepositoryRoundTheSources() throws Exception {
    commit();
    sources = Files.createDirectory(sources.resolve("unpacked"));

    assertEquals("of no known commit", stamp(Map.of()));
  }

  private void commit() throws IOException, InterruptedException {
    var git = Needs.program("git", "git").toString();
    Files.writeString(sources.resolve("file"), "");
    run(Map.of(), git, "init", "-q");
    run(Map.of(), git, "add", "file");
    run(Map.of(), git, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a");
  }

  private String head() throws IOException, InterruptedException {
    return run(Map.of(), "git", "rev-parse", "--short=12", "HEAD");
  }

  private String stamp(Map<String, String> environment) throws IOException, InterruptedException {
    // Outside of the sources, which it would change.
    var file = Files.createTempFile("otpost-commit", "");
    try {
      run(environment, "sh", SCRIPT, file.toString());
      return Files.readString(file).strip();
    } finally {
      Files.delete(file);
    }
  }

  private String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var call = new ProcessBuilder(List.of(command)).directory(sources.toFile());
    call.environment().keySet().removeIf(it -> it.startsWith("GIT_") || it.equals("COMMIT"));
    call.environment().putAll(environment);
    var process = call.redirectErrorStream(true).start();
    var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), List.of(command)::toString);
    assertEquals(0, process.exitValue(), printed);
    return printed.strip();
  }
}
