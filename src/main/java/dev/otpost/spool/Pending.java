package dev.otpost.spool;

import dev.otpost.message.Lane;
import dev.otpost.message.Life;

/**
 * What must be known of an entry that is on its way in order to decide when to post it; its text
 * stays in the spool until then.
 *
 * @param id of the entry
 * @param lane in which it keeps its place
 * @param life from when to when it is worth posting
 */
public record Pending(long id, Lane lane, Life life) {}
