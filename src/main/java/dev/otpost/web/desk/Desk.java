package dev.otpost.web.desk;

import dev.otpost.message.Checkup;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.spool.Selection;
import dev.otpost.spool.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that the operator can see and do. Safe for any number of threads.
 *
 * <p>An interface for the tests of the pages; there is one in earnest, over the spool.
 */
public interface Desk {

  /** The same, where it is this one who looks and acts: the log says so. */
  default Desk by(Operator operator) {
    return this;
  }

  /** How everything stands just now. */
  Situation situation() throws IOException;

  /**
   * The newest messages first.
   *
   * @param before only those that came before the one of this id; empty for the newest
   * @param limit at least 1
   */
  Listing messages(Selection selection, Optional<Long> before, int limit) throws IOException;

  /** Everything about one; empty if there is none of this id. */
  Optional<Story> message(long id) throws IOException;

  /**
   * What is, or would be, posted; empty if there is no such message or it is erased. That it was
   * looked at is logged.
   */
  Optional<Content> reveal(long id) throws IOException;

  /** Puts it on its way again. */
  Moved retry(long id, boolean force) throws IOException;

  /** Sees to it that it is not posted. */
  Moved drop(long id) throws IOException;

  /** Gmail's questions that wait for the operator, the newest first. */
  List<Confirmation> confirmations() throws IOException;

  /** Arrivals, and how long they took, in equal steps up to now. */
  Traffic traffic(Duration span, int steps) throws IOException;

  /** What is to be done, and what has been, until codes arrive. */
  List<Task> checklist() throws IOException;

  /** Sends a mail of our own through everything, and says how far it came. Takes seconds. */
  Checkup test() throws InterruptedException;

  /** A number that is another one whenever something may look different. Cheap. */
  long version() throws IOException;

  /**
   * A part of all messages.
   *
   * @param more whether there are older ones
   */
  record Listing(List<Entry> entries, boolean more) {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One thing to be done before codes arrive.
   *
   * @param name the one word for it in the API
   * @param title in a few words
   * @param done whether it is
   * @param hint what to do, or what was found
   */
  record Task(String name, String title, boolean done, String hint) {}
}
