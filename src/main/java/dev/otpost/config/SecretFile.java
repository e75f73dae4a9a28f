package dev.otpost.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Reading;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Files that hold a secret and nothing else but white space round it. */
final class SecretFile {

  /** In bytes: the longest secret and plenty of white space. */
  private static final int MAX_FILE = 2 * Words.MAX_SECRET;

  private SecretFile() {}

  /** The secret in {@code file}, never empty; or what to do for there to be one. */
  static Reading<Secret> read(Path file) {
    try (var in = Files.newInputStream(file)) {
      // Bounded, for somebody may name a device. Any single-byte decoding does: a key is ASCII.
      var text = new String(in.readNBytes(MAX_FILE), ISO_8859_1).strip();
      return text.isEmpty()
          ? new Bad<>("there is nothing in " + file + "; put the key into it")
          : Words.secret().read(text);
    } catch (NoSuchFileException e) {
      return new Bad<>("there is no " + file + "; write the key into it, readable for otpost only");
    } catch (AccessDeniedException e) {
      return new Bad<>(
          "otpost may not read " + file + "; make the user that it runs as the owner of it");
    } catch (IOException e) {
      return new Bad<>(file + " cannot be read; name a plain file that holds the key");
    }
  }

  /**
   * Whether every user of this machine can read {@code file}; false where there are no such
   * permissions.
   */
  static boolean isOpenToAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** What is said of such a file; {@code what} is secret in it. */
  static String openToAll(String what, Path file) {
    return "every user of this machine can read %s in %s; chmod 600 it".formatted(what, file);
  }
}
