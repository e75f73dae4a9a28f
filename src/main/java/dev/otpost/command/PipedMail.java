package dev.otpost.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A mail as mail servers and scripts write it into a pipe, made what it was on the wire: the line
 * that mbox files put in front of a mail ({@code From sender date}) is left out, and every line
 * ends with CRLF (RFC 5322 2.1), which signatures are made over (RFC 6376 3.4).
 */
final class PipedMail {

  private static final byte[] MBOX_LINE = "From ".getBytes(StandardCharsets.US_ASCII);

  private PipedMail() {}

  /**
   * The mail in {@code pipe}, which is read to its end in any case: who writes into it is to hear
   * what we answer, and not that nobody listens.
   *
   * @param most bytes that it may have on the wire
   * @return empty if it has more
   */
  static Optional<byte[]> read(InputStream pipe, long most) throws IOException {
    var in = new BufferedInputStream(pipe);
    skipMboxLine(in);
    var mail = new ByteArrayOutputStream();
    int before = -1;
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      if (octet == '\n' && before != '\r') {
        mail.write('\r');
      }
      mail.write(octet);
      if (mail.size() > most) {
        in.transferTo(OutputStream.nullOutputStream());
        return Optional.empty();
      }
      before = octet;
    }
    return Optional.of(mail.toByteArray());
  }

  private static void skipMboxLine(BufferedInputStream in) throws IOException {
    in.mark(MBOX_LINE.length);
    if (Arrays.equals(in.readNBytes(MBOX_LINE.length), MBOX_LINE)) {
      int octet;
      do {
        octet = in.read();
      } while (octet >= 0 && octet != '\n');
    } else {
      in.reset();
    }
  }
}
