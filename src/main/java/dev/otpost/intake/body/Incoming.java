package dev.otpost.intake.body;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The directory for bodies that are too long for memory while they come in. Nothing in it is a
 * promise: whatever lies there, no client has had its 250 for it.
 *
 * <p>On Linux {@code DELETE_ON_CLOSE} takes the name away as soon as the file is open, so that
 * nothing is left behind however the process ends, and nobody can open it by its name.
 */
public final class Incoming {

  private final Path directory;
  private final AtomicLong files = new AtomicLong();

  private Incoming(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory, for its owner only, if it is missing, and deletes what a process left that
   * was killed between making a file and taking its name away.
   *
   * @throws IOException if that cannot be done
   */
  public static Incoming in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (var left = Files.newDirectoryStream(directory, "*.body")) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    }
    return new Incoming(directory);
  }

  /** A new file without a name, for its owner only. It is gone when it is closed. */
  FileChannel file() throws IOException {
    return FileChannel.open(
        directory.resolve(files.incrementAndGet() + ".body"),
        Set.of(CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
