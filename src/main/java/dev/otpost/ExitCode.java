package dev.otpost;

/** What a command answers to the shell; the numbers of {@code sysexits.h} where it has one. */
final class ExitCode {

  static final int OK = 0;

  /** The command line was not understood. */
  static final int USAGE = 64;

  /** A file that was asked for cannot be read. */
  static final int UNREADABLE = 66;

  /** {@code check} found something wrong, or {@code serve} could not listen. */
  static final int UNAVAILABLE = 69;

  /** A fault of otpost itself. */
  static final int SOFTWARE = 70;

  /** The spool, or a file to be written, cannot be made; or the spool is of a newer version. */
  static final int CANNOT_CREATE = 73;

  /** The spool is in use by another otpost. */
  static final int IN_USE = 75;

  /** The configuration is wrong. */
  static final int CONFIGURATION = 78;

  private ExitCode() {}
}
