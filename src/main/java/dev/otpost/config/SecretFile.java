package dev.otpost.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Files that hold a secret and nothing else but white space round it. */
final class SecretFile {

  /** In bytes: the longest secret in any letters, and plenty of white space. */
  static final int MAX_FILE = 4 * Words.MAX_SECRET;

  /** With which some editors begin a file in UTF-8. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SecretFile() {}

  /**
   * The text in {@code file}, never empty; or what to do for there to be one. What is not UTF-8 in
   * it comes as U+FFFD, which no key and no password takes.
   *
   * @param what is to be in it, in words
   */
  static Reading<String> read(String what, Path file) {
    try (var in = Files.newInputStream(file)) {
      // Bounded, for somebody may name a device.
      var bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        return new Bad<>(
            "%s cannot be a %s, it is too long (%d bytes at most)".formatted(file, what, MAX_FILE));
      }
      var text = new String(bytes, UTF_8);
      var secret = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1).strip() : text.strip();
      return secret.isEmpty()
          ? new Bad<>("there is nothing in %s; put the %s into it".formatted(file, what))
          : new Good<>(secret);
    } catch (NoSuchFileException e) {
      return new Bad<>(
          "there is no %s; write the %s into it, readable for otpost only".formatted(file, what));
    } catch (AccessDeniedException e) {
      return new Bad<>(
          "otpost may not read " + file + "; make the user that it runs as the owner of it");
    } catch (IOException e) {
      return new Bad<>(
          "%s cannot be read; name a plain file that holds the %s".formatted(file, what));
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
