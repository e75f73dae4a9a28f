package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Another otpost serves from this spool, or another program has locked its database. */
public final class SpoolInUseException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolInUseException(Path directory) {
    super(
        "the spool in "
            + directory
            + " is in use by another otpost: stop that one, or give this one its own spool.path");
  }

  SpoolInUseException(Path directory, IOException locked) {
    super(
        "the database of the spool in %s is locked by another program (a backup, or sqlite3 that somebody left open?): otpost can start when that one is done"
            .formatted(directory),
        locked);
  }
}
