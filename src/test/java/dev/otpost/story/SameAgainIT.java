package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same classes, put together in two folders, give the same product. That the same sources give
 * the same classes is left to whoever builds twice.
 */
@Tag("system")
class SameAgainIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void theProductIsTheSameFileByFile() throws Exception {
    var one = archive("one");
    var other = archive("another-folder");

    var same = compare(one, other);
    assertTrue(same.startsWith("the same: "), same);

    // It would tell.
    var product = folder.resolve("another-folder/target");
    var changed = product.resolve("otpost/README.md");
    Files.writeString(changed, Files.readString(changed) + ".");
    run(
        Path.of(""),
        Map.of(),
        "tar",
        "-czf",
        "" + other,
        "--transform",
        "s,^otpost,otpost-" + stated(Files.readString(Path.of("pom.xml")), "version") + ",",
        "-C",
        "" + product,
        "otpost");
    var different = compare(one, other);
    assertTrue(different.contains("/README.md"), different);
  }

  private String compare(Path one, Path other) throws IOException, InterruptedException {
    return run(
        Path.of(""),
        Map.of(),
        "sh",
        "-c",
        "src/build/compare.sh \"$@\" || :",
        "",
        "" + one,
        "" + other);
  }

  /** Of a product of its own, made of what this one was made of. */
  private Path archive(String name) throws IOException, InterruptedException {
    var sources = Files.createDirectories(folder.resolve(name));
    var target = Files.createDirectory(sources.resolve("target"));
    var parts = List.of("src", "conf", "systemd", "README.md", "LICENSE", "pom.xml");
    run(
        Path.of(""),
        Map.of(),
        Stream.of(List.of("cp", "-r"), parts, List.of("" + sources))
            .flatMap(List::stream)
            .toArray(String[]::new));
    for (var classes : List.of("classes", "test-classes")) {
      Files.createSymbolicLink(
          target.resolve(classes), Path.of("target", classes).toAbsolutePath());
    }
    var pom = Files.readString(Path.of("pom.xml"));
    var version = stated(pom, "version");
    Files.copy(
        Product.home().resolve("lib/otpost.jar"), target.resolve("otpost-" + version + ".jar"));
    run(
        sources,
        Map.of(
            "VERSION", version,
            "STAMP", stated(pom, "project.build.outputTimestamp"),
            "CLASSPATH", jars(),
            "MODULES", stated(pom, "runtime.modules"),
            "TOOLCHAIN_JAVA_HOME", System.getProperty("java.home")),
        "sh",
        "src/build/product.sh");
    try (var made = Files.list(target)) {
      return made.filter(it -> it.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  /** What the product has in lib, from where Maven keeps it. */
  private static String jars() throws IOException {
    try (var lib = Files.list(Product.home().resolve("lib"))) {
      var names = lib.map(it -> it.getFileName().toString()).collect(Collectors.toSet());
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .filter(it -> names.contains("" + Path.of(it).getFileName()))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private static String stated(String pom, String name) {
    var found = Pattern.compile("<" + Pattern.quote(name) + ">(.+?)<").matcher(pom);
    assertTrue(found.find(), name);
    return found.group(1);
  }

  /** What it printed; it must end with 0. */
  private String run(Path where, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var printed = Files.createTempFile(folder, "printed", "");
    var call = new ProcessBuilder(command).directory(where.toAbsolutePath().toFile());
    call.environment().putAll(environment);
    var process = call.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    try {
      assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), "does not end");
      assertEquals(0, process.exitValue(), Files.readString(printed));
      return Files.readString(printed);
    } finally {
      process.destroyForcibly();
    }
  }
}
