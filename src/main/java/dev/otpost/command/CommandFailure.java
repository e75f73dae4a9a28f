package dev.otpost.command;

/** A command cannot do what it was asked; the message is for the person who typed it. */
final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
