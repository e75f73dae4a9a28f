package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Path;

/** Another otpost serves from this spool. */
public final class SpoolInUseException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolInUseException(Path directory) {
    super(
        "the spool in "
            + directory
            + " is in use by another otpost: stop that one, or give this one its own spool.path");
  }
}
