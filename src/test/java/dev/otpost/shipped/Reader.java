package dev.otpost.shipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.story.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Somebody who reads a page with the programs there are for it, neither of which may complain. */
public final class Reader {

  private Reader() {}

  /** Its words as {@code man} shows them, with one blank between each. */
  public static String show(String name, String page) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("otpost-page");
    var file = folder.resolve(name);
    try {
      Files.writeString(file, page);
      return words(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Of a file, which may be compressed. */
  public static String words(Path page) throws IOException, InterruptedException {
    var lint = read(Needs.program("mandoc", "mandoc"), "-T", "lint", page.toString());
    assertEquals("", lint.out + lint.err);
    var shown =
        read(Needs.program("man", "man-db"), "--warnings", "-E", "UTF-8", "-l", page.toString());
    assertEquals("", shown.err);
    return shown.out.replaceAll("\\s+", " ");
  }

  private record Printed(String out, String err) {}

  private static Printed read(Path program, String... arguments)
      throws IOException, InterruptedException {
    var out = Files.createTempFile("otpost-page", ".out");
    var err = Files.createTempFile("otpost-page", ".err");
    var call = new ProcessBuilder(program.toString());
    call.command().addAll(List.of(arguments));
    call.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "80"));
    var process = call.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), program + " does not end");
      return new Printed(Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }
}
