package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;

/**
 * What a story needs of the machine: skipped where it is missing, failed where CI should have it.
 */
public final class Needs {

  private Needs() {}

  /** The path of a program of this Debian package. */
  public static Path program(String name, String debianPackage) {
    var path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(
            () -> {
              missing("%s is missing: apt-get install %s".formatted(name, debianPackage));
              return Path.of(name);
            });
  }

  /**
   * The path of a library, in a folder named like its Debian package, that is to be loaded before
   * all others.
   */
  static Path library(String name, String debianPackage) {
    try (var folders = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
      for (var folder : folders) {
        var library = folder.resolve(debianPackage).resolve(name);
        if (Files.isReadable(library)) {
          return library;
        }
      }
    } catch (IOException missing) {
      // as if it were not there
    }
    missing("%s is missing: apt-get install %s".formatted(name, debianPackage));
    return Path.of(name);
  }

  static void root() {
    if (!"root".equals(System.getProperty("user.name"))) {
      missing("root is needed to start a mail server of our own");
    }
  }

  /**
   * A right that the kernel grants or not. No package brings it, so where it is refused the story
   * is skipped in CI too, and says why.
   */
  static void right(boolean granted, String what) {
    if (!granted) {
      abort("the right to " + what + " is refused here");
    }
  }

  /** A file that only some builds make. */
  static void built(Path file, String by) {
    if (!Files.isRegularFile(file)) {
      missing("%s is missing: it takes %s".formatted(file.getFileName(), by));
    }
  }

  /** The package of Debian that the build made. */
  static Path debianPackage() throws IOException {
    var packages = new ArrayList<Path>();
    try (var built = Files.newDirectoryStream(Path.of("target"), "otpost_*.deb")) {
      built.forEach(packages::add);
    }
    if (packages.size() != 1) {
      missing("there is no package of Debian, or several: mvn package -Pdeb");
    }
    return packages.getFirst();
  }

  /** A machine that boots. */
  static void machine(boolean boots, String why) {
    if (!boots) {
      missing("no machine can be booted here: " + why);
    }
  }

  private static void missing(String what) {
    if ("true".equals(System.getenv("CI"))) {
      fail(what);
    }
    abort(what);
  }
}
