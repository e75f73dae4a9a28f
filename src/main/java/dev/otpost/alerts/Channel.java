package dev.otpost.alerts;

import java.io.IOException;

/** A way to the operator. For one thread at a time. */
interface Channel {

  /** The word for it in the log and on the command line; nothing secret in it. */
  String name();

  /**
   * Tells him, within a time limit of its own. Ends soon when the thread is interrupted.
   *
   * @return what came of it, in a few words
   * @throws IOException if he was not told, or that is not known; its message says why and holds
   *     nothing secret
   */
  String tell(Notice notice) throws IOException, InterruptedException;
}
