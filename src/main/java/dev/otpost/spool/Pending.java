package dev.otpost.spool;

import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import java.time.temporal.ChronoUnit;

/**
 * What must be known of an entry that is on its way in order to decide when to post it; its text
 * stays in the spool until then.
 *
 * @param id of the entry
 * @param lane in which it keeps its place
 * @param life from when to when it is worth posting
 */
public record Pending(long id, Lane lane, Life life) {

  /** As the spool keeps it, so that what was told and what is read are the same. */
  public Pending {
    life =
        new Life(
            life.origin().truncatedTo(ChronoUnit.MICROS),
            life.end().truncatedTo(ChronoUnit.MICROS));
  }
}
