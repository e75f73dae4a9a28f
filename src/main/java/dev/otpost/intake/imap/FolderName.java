package dev.otpost.intake.imap;

import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/** Names of folders in commands. */
final class FolderName {

  private FolderName() {}

  /** As a person writes it; for a server it is in a form of UTF-7 of its own (RFC 3501 5.1.3). */
  static Argument of(String folder) {
    return new Argument().writeString(BASE64MailboxEncoder.encode(folder));
  }
}
