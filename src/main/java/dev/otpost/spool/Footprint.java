package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a spool takes of its disk, in bytes.
 *
 * @param database its file
 * @param log the write-ahead log beside it; 0 if there is none
 * @param free what is left on the disk
 */
public record Footprint(long database, long log, long free) {

  /**
   * As it is just now.
   *
   * @throws IOException if there is no spool, or it cannot be looked at
   */
  public static Footprint of(SpoolSettings settings) throws IOException {
    var file = Database.file(settings.path());
    var log = Path.of(file + "-wal");
    return new Footprint(
        Files.size(file),
        Files.exists(log) ? Files.size(log) : 0,
        Files.getFileStore(file).getUsableSpace());
  }
}
