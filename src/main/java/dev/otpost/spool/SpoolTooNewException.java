package dev.otpost.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The spool was written by a newer otpost, and what that one meant is unknown here. */
public final class SpoolTooNewException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolTooNewException(Path file, int version, int known) {
    super(
        "%s is of version %d and this otpost knows versions up to %d: install the newer otpost again"
            .formatted(file, version, known));
  }
}
