package dev.otpost.message.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * One thing in a PEM file (RFC 7468). What stands between two of them is for people and is skipped.
 */
public final class Pem {

  /** In bytes; a chain of certificates has some 10 KiB. Somebody may name a device. */
  public static final int MAX_FILE = 1 << 20;

  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");

  private final String label;
  private final boolean passphrase;
  private final byte[] der;

  private Pem(String label, boolean passphrase, byte[] der) {
    this.label = label;
    this.passphrase = passphrase;
    this.der = der;
  }

  /**
   * All things in {@code text}; none if it is not of a PEM file.
   *
   * @param file what to call the file in words
   * @throws IOException if it is damaged; the message says what to do
   */
  public static List<Pem> parse(String file, String text) throws IOException {
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

  /**
   * The certificates among these.
   *
   * @throws CertificateException if one cannot be understood
   */
  public static List<X509Certificate> certificates(List<Pem> all) throws CertificateException {
    var certificates = new ArrayList<X509Certificate>();
    for (var pem : all) {
      if (CERTIFICATES.contains(pem.label)) {
        certificates.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.der)));
      }
    }
    return List.copyOf(certificates);
  }

  /** What it says that it is. */
  public String label() {
    return label;
  }

  byte[] der() {
    return der;
  }

  /** Whether it is of use only to those who know a passphrase: PKCS#8, or RFC 1421. */
  public boolean encrypted() {
    return passphrase || label.equals("ENCRYPTED PRIVATE KEY");
  }
}
