package dev.otpost.intake.smtp;

import dev.otpost.message.Recipients;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the SMTP listener is set up.
 *
 * @param enabled whether there is one at all
 * @param host the address to listen on; empty for all of this machine's, IPv6 included
 * @param port 0 for any free one
 * @param hostname what it calls itself in its greeting
 * @param recipients for whom it takes mail
 * @param maxMessageSize in bytes; a larger mail is refused with 552
 */
public record SmtpSettings(
    boolean enabled,
    String host,
    int port,
    String hostname,
    Recipients recipients,
    long maxMessageSize,
    Tls tls) {

  /**
   * How connections are encrypted: by STARTTLS on the port for all (RFC 3207), and from the first
   * octet on at one of its own (RFC 8314).
   *
   * @param files that hold certificate and key; empty if the listener makes its own
   * @param required whether mail in the clear is refused with 530
   * @param port the one of its own; 0 for any free one, empty for none
   */
  public record Tls(Optional<PemFiles> files, boolean required, Optional<Integer> port) {

    /** For whoever asks for it, with a certificate made by the listener. */
    public static final Tls STANDARD = new Tls(Optional.empty(), false, Optional.empty());
  }

  /** Where certificate and key lie, in PEM form (RFC 7468); one file may hold both. */
  public record PemFiles(Path certificate, Path key) {}
}
