package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own (a tmpfs), which can be filled to the last octet and emptied again. */
final class Disk implements AutoCloseable {

  private final Path where;
  private final Path ballast;

  private Disk(Path where) {
    this.where = where;
    this.ballast = where.resolve("ballast");
  }

  /** Mounted on an empty folder. */
  static Disk mount(Path where, String size) throws IOException, InterruptedException {
    Needs.root();
    var mount = Needs.program("mount", "mount").toString();
    var ended =
        Product.finish(
            new ProcessBuilder(
                mount, "-t", "tmpfs", "-o", "size=" + size, "otpost", where.toString()));
    Needs.right(ended.exit() == 0, "mount a disk (CAP_SYS_ADMIN)");
    return new Disk(where);
  }

  /** Not one octet more fits on it. */
  void fill() throws IOException {
    try (var out = Files.newOutputStream(ballast)) {
      fill(out, new byte[4096]);
    }
  }

  private static void fill(OutputStream out, byte[] piece) {
    try {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      // which is what was wanted
    }
  }

  /** What filled it is gone. */
  void empty() throws IOException {
    Files.delete(ballast);
  }

  /** From now on nothing is written there; nobody may be writing just now. */
  void becomeReadOnly() throws IOException, InterruptedException {
    var ended = Product.finish(new ProcessBuilder("mount", "-o", "remount,ro", where.toString()));
    assertEquals(0, ended.exit(), ended::toString);
  }

  @Override
  public void close() throws IOException {
    var umount = new ProcessBuilder("umount", "--lazy", where.toString()).start();
    assertEquals(0, umount.onExit().join().exitValue(), "umount");
  }
}
