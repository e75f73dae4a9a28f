package dev.otpost.spool;

import java.io.IOException;

/** There is no room on the disk. It passes when somebody makes room; nothing was kept meanwhile. */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1;

  StorageFullException(Throwable cause) {
    super("no room for the spool: free some space on its disk", cause);
  }
}
