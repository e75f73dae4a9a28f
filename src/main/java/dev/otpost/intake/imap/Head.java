package dev.otpost.intake.imap;

import java.time.Instant;

/**
 * What a server says of a mail before its body is asked for.
 *
 * @param uid of the mail
 * @param size of all of it in bytes, as far as the server knows: some only guess
 * @param since when the server took it in
 * @param header up to and with the empty line, or as much of it as is looked at
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Head(long uid, long size, Instant since, byte[] header) {

  /** Without the header, which is not for logs. */
  @Override
  public String toString() {
    return "Head[UID %d, %d bytes, since %s]".formatted(uid, size, since);
  }
}
