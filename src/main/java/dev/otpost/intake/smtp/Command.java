package dev.otpost.intake.smtp;

import java.io.IOException;

/** What the listener does when a client says one certain verb. Safe for any number of threads. */
@FunctionalInterface
interface Command {

  /**
   * Carries the command out.
   *
   * @param argument what stood behind the verb and a space, white space at its end aside; may be
   *     empty. It holds no CR or LF, but possibly any other character
   * @throws IOException if the connection broke
   */
  Answer answer(String argument, Conversation conversation) throws IOException;
}
