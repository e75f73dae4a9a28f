package dev.otpost.message;

import java.util.List;

/** What a listener tells its peer about a mail. */
public sealed interface Reply {

  /**
   * The mail is durable: it survives a power failure from now on.
   *
   * @param ids of its entries in the spool, one per recipient, never empty; those of its first
   *     coming if it was here before
   */
  record Accepted(List<Long> ids) implements Reply {
    public Accepted {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Not kept, for there is no room on the disk; the peer keeps it and tries again (SMTP 452 4.3.1).
   */
  record StorageFull() implements Reply {}

  /** Not kept, for a reason that passes; the peer keeps it and tries again (SMTP 451 4.3.0). */
  record TryLater() implements Reply {}

  /**
   * Not wanted, for good, and not kept: the client of a listener gives it back to whoever wrote it
   * (SMTP 550 5.7.1), a mailbox keeps it.
   *
   * @param because the public sentence: ASCII, short, and nothing in it that the mail said
   */
  record Refused(String because) implements Reply {}

  /**
   * Whether it is wanted cannot be known just now; the peer keeps it and tries again (SMTP 451
   * 4.7.5).
   *
   * @param because the public sentence, likewise
   */
  record Undecided(String because) implements Reply {}
}
