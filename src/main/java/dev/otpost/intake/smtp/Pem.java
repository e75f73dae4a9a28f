package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One thing in a PEM file (RFC 7468). What stands between two of them is for people and is skipped.
 */
final class Pem {

  /** In bytes; a chain of certificates has some 10 KiB. Somebody may name a device. */
  static final int MAX_FILE = 1 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private final String label;
  private final boolean passphrase;
  private final byte[] der;

  private Pem(String label, boolean passphrase, byte[] der) {
    this.label = label;
    this.passphrase = passphrase;
    this.der = der;
  }

  /**
   * All things in {@code file}; none if it is no PEM file.
   *
   * @param named the key of the configuration that names the file
   * @throws IOException if it cannot be read or is damaged; the message says what to do
   */
  static List<Pem> read(String named, Path file) throws IOException {
    return parse(named + ": " + file, new String(bytes(named, file), ISO_8859_1));
  }

  private static byte[] bytes(String named, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_FILE);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s: there is no file %s; name one that is there".formatted(named, file), e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "%s: otpost may not read %s; copy it to where the user that it runs as may read it"
              .formatted(named, file),
          e);
    } catch (IOException e) {
      throw new IOException("%s: %s cannot be read; name a plain file".formatted(named, file), e);
    }
  }

  private static List<Pem> parse(String file, String text) throws IOException {
    var all = new ArrayList<Pem>();
    var label = "";
    var passphrase = false;
    var base64 = new StringBuilder();
    for (var line : text.lines().map(String::strip).toList()) {
      if (label.isEmpty()) {
        // Not at the start of the line: there may be a byte order mark.
        int begin = line.indexOf(BEGIN);
        if (begin >= 0 && line.endsWith(DASHES) && line.length() > begin + BEGIN.length() + 5) {
          label = line.substring(begin + BEGIN.length(), line.length() - DASHES.length());
          passphrase = false;
          base64.setLength(0);
        }
      } else if (line.equals("-----END " + label + DASHES)) {
        all.add(new Pem(label, passphrase, decode(file, base64.toString())));
        label = "";
      } else if (line.indexOf(':') >= 0) {
        passphrase |= line.startsWith("Proc-Type:") && line.contains("ENCRYPTED");
      } else {
        base64.append(line);
      }
    }
    if (!label.isEmpty()) {
      throw new IOException(file + " ends before the end of its " + label + "; copy it anew");
    }
    return all;
  }

  private static byte[] decode(String file, String base64) throws IOException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged; copy it anew", e);
    }
  }

  /** What it says that it is. */
  String label() {
    return label;
  }

  byte[] der() {
    return der;
  }

  /** Whether it is of use only to those who know a passphrase: PKCS#8, or RFC 1421. */
  boolean encrypted() {
    return passphrase || label.equals("ENCRYPTED PRIVATE KEY");
  }
}
