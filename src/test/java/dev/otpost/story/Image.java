package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.config.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The image that the Dockerfile makes, as {@code src/build/image-test.sh} builds it: its file
 * system lies in a folder.
 */
record Image(Path folder) {

  /** It takes two to four on two processors. */
  private static final long MINUTES = 15;

  static Image build() throws IOException, InterruptedException {
    Needs.root();
    Needs.program("buildah", "buildah");
    Needs.program("debootstrap", "debootstrap");
    var folder = Files.createDirectories(Path.of("target/image")).toAbsolutePath();
    var log = folder.resolve("build.log");
    var call =
        new ProcessBuilder("src/build/image-test.sh", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // What Maven tells the tests that it runs.
    var repository = System.getProperty("localRepository", "");
    if (!repository.isEmpty()) {
      call.environment().put("MAVEN_REPOSITORY", repository);
    }
    var build = call.start();
    try {
      boolean ended = build.waitFor(MINUTES, TimeUnit.MINUTES);
      assertEquals(0, ended ? build.exitValue() : -1, () -> end(log));
      return new Image(folder);
    } finally {
      build.destroyForcibly();
    }
  }

  private static String end(Path log) {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  Path root() {
    return folder.resolve("root");
  }

  /** In bytes, on disk. */
  long unpacked() throws IOException {
    try (var files = Files.walk(root())) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** In bytes, as it is pulled. */
  long pulled() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pulled")).strip());
  }

  /** What Docker would show as its configuration. */
  Tree configuration() throws IOException {
    var image = Tree.of(Files.readString(folder.resolve("image.json"))).getFirst();
    return image.below("Docker/config");
  }
}
