package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the build prepares, so that otpost starts soon. */
class StartIT {

  @RegisterExtension final Stage stage = new Stage();

  StartIT() throws IOException {}

  /** With this option the JVM ends where it cannot take them from there. */
  @Test
  void itsClassesComeFromTheCacheThatTheBuildMade() throws Exception {
    var ended = Product.run(stage.environment("OTPOST_JAVA_OPTS", "-XX:AOTMode=on"), "--version");
    assertEquals(0, ended.exit(), ended::toString);
  }

  @Test
  void whereTheCacheDoesNotFitItStartsWithoutItAndWithoutAWord(@TempDir Path folder)
      throws Exception {
    var home = folder.resolve("otpost");
    copy(Product.home(), home);
    var jar = home.resolve("lib/otpost.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-02-02T20:20:20Z")));
    var ended = Product.finish(call(home, "--version"));
    assertEquals(0, ended.exit(), ended::toString);
    assertTrue(ended.out().matches("otpost \\S+.*\\R"), ended::toString);
    assertEquals("", ended.err());

    var strict = call(home, "--version");
    strict.environment().put("OTPOST_JAVA_OPTS", "-XX:AOTMode=on");
    assertEquals(1, Product.finish(strict).exit(), "it fits all the same");
  }

  private ProcessBuilder call(Path home, String... arguments) throws IOException {
    var line = new ArrayList<>(List.of(home.resolve("bin/otpost").toString()));
    line.addAll(List.of(arguments));
    var call = new ProcessBuilder(line);
    call.environment().clear();
    call.environment().putAll(stage.environment());
    return call;
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    var copied = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertEquals(0, copied.waitFor());
  }
}
