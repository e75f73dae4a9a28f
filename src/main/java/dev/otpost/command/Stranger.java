package dev.otpost.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Somebody who is not whom the spool belongs to, as root is not, who may do everything in it: what
 * he stores there is his, and the daemon cannot read it.
 *
 * @param name whose files are that he makes
 * @param owner whom the spool belongs to
 */
record Stranger(String name, String owner, Path spool) {

  /** Who runs this command, if he is one; empty as well as long as there is no spool. */
  static Optional<Stranger> to(Path spool) throws IOException {
    if (!Files.isDirectory(spool)) {
      return Optional.empty();
    }
    // A user of a container may have no name but in what belongs to him.
    var probe = Files.createTempFile("otpost", ".owner");
    try {
      var mine = Files.getOwner(probe).getName();
      var owner = Files.getOwner(spool).getName();
      return mine.equals(owner) ? Optional.empty() : Optional.of(new Stranger(mine, owner, spool));
    } finally {
      Files.delete(probe);
    }
  }

  /** What happens, and what to type instead of {@code command}. */
  String warning(String command) {
    return "The spool %s belongs to %s, and you are %s: what you store, a daemon that runs as %s"
            .formatted(spool, owner, name, owner)
        + " cannot read. Run instead: runuser -u "
        + owner
        + " -- "
        + command;
  }
}
