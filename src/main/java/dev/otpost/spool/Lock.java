package dev.otpost.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The lock that lets one daemon at a time have a spool: on the file {@code otpost.lock} in its
 * directory, in which stands when it was last taken. The system gives it back when the process ends
 * in whatever way.
 *
 * <p>It does so as well when the process that has it closes the file anywhere else (POSIX, fcntl):
 * there, nothing but the channel that holds the lock may open it, not even to set its time.
 */
final class Lock {

  private Lock() {}

  /**
   * Takes it; held until the channel is closed.
   *
   * @throws SpoolInUseException if another daemon has it
   */
  static FileChannel take(Path directory, Instant now) throws IOException {
    var channel =
        FileChannel.open(file(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(now.toString().getBytes(StandardCharsets.US_ASCII)));
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Within this very process; it is answered like the other case.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new SpoolInUseException(directory);
  }

  /**
   * Since when a daemon has it; empty if none has. Whoever looks shares the lock for an instant,
   * with others who look: a daemon that starts in that very instant finds it taken, and is started
   * again.
   */
  static Optional<Instant> heldSince(Path directory) throws IOException {
    try (var channel = FileChannel.open(file(directory), StandardOpenOption.READ)) {
      if (channel.tryLock(0, Long.MAX_VALUE, true) != null) {
        return Optional.empty();
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (OverlappingFileLockException e) {
      // Within this very process; it is answered like the other case.
    }
    return Optional.of(takenAt(file(directory)));
  }

  private static Instant takenAt(Path file) throws IOException {
    try {
      return Instant.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (DateTimeParseException e) {
      return Files.getLastModifiedTime(file).toInstant(); // It is being written at this moment.
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("otpost.lock");
  }
}
