package dev.otpost.web.desk;

import dev.otpost.spool.Attempt;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Hops;
import dev.otpost.spool.Serving;
import java.util.List;

/**
 * All that is known of one message, but for its content.
 *
 * @param attempts to post it, the first one first
 * @param servings to which runs it was handed, the first one first
 */
public record Story(Entry entry, List<Attempt> attempts, List<Serving> servings) {

  public Story {
    attempts = List.copyOf(attempts);
    servings = List.copyOf(servings);
  }

  /** How long each part of its way took. */
  public Hops hops() {
    return Hops.of(entry, attempts);
  }
}
