package dev.otpost.command;

/** What a command answers to the shell; the numbers of {@code sysexits.h} where it has one. */
final class ExitCode {

  static final int OK = 0;

  /** The command line was not understood. */
  static final int USAGE = 64;

  /** {@code ingest}: the mail is empty or too large. */
  static final int BAD_MAIL = 65;

  /** A file that was asked for cannot be read. */
  static final int UNREADABLE = 66;

  /** {@code ingest}: a recipient is none of {@code smtp.recipients}. */
  static final int NO_SUCH_RECIPIENT = 67;

  /**
   * {@code check}, {@code doctor}, {@code status}, {@code alerts} or {@code oauth} found something
   * wrong, {@code serve} could not listen, or {@code queue} left an entry as it is.
   */
  static final int UNAVAILABLE = 69;

  /** A fault of otpost itself. */
  static final int SOFTWARE = 70;

  /** The spool, or a file to be written, cannot be made; or the spool is of a newer version. */
  static final int CANNOT_CREATE = 73;

  /**
   * It may pass: the spool is in use by another otpost, or locked by another program, or {@code
   * ingest} could not keep the mail.
   */
  static final int TRY_LATER = 75;

  /** {@code ingest}: a rule of the operator's is against the mail. */
  static final int REFUSED = 77;

  /** The configuration is wrong. */
  static final int CONFIGURATION = 78;

  private ExitCode() {}
}
