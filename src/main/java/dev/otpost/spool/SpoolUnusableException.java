package dev.otpost.spool;

import java.io.IOException;

/** The spool can be neither opened nor made. The message says why and what to do. */
public final class SpoolUnusableException extends IOException {
  private static final long serialVersionUID = 1;

  SpoolUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
