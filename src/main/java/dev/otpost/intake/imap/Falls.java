package dev.otpost.intake.imap;

import java.io.IOException;
import java.util.List;

/**
 * Remembers on which mail connections were lost. A server may crash on one mail each time, or
 * answer in a way that nobody can read to its end; that one must not stop the next ones for ever.
 *
 * <p>For one thread at a time; it outlives the connections.
 */
final class Falls {

  /** So often it may have been the network. */
  private static final int MOST = 5;

  /** On which connections were lost; 0 if on none. */
  private long uid;

  /** How many, one after the other. */
  private int times;

  /** Whether one was lost on several mails at once, and which of them it was is to be found out. */
  private boolean oneByOne;

  /** What a server is asked. */
  interface Question<T> {
    T ask() throws IOException;
  }

  /** Asks for these mails. */
  <T> T over(List<Long> uids, Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (Denied | Trouble e) {
      throw e;
    } catch (IOException e) {
      if (uids.size() > 1) {
        oneByOne = true;
      } else {
        times = uids.contains(uid) ? times + 1 : 1;
        uid = uids.getFirst();
      }
      throw e;
    }
  }

  /** How many mails to ask for together. */
  int atATime() {
    return oneByOne ? 1 : Batch.SIZE;
  }

  /** Whether this mail is not to be read any more. */
  boolean areTooMany(long of) {
    return of == uid && times >= MOST;
  }

  /** Whether not even its header is: that was the last thing that was tried. */
  boolean areHopeless(long of) {
    return of == uid && times > MOST;
  }

  /** All that there were have been looked at. */
  void forget() {
    oneByOne = false;
  }
}
