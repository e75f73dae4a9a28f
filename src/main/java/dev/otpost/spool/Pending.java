package dev.otpost.spool;

import dev.otpost.message.Identifier;
import dev.otpost.message.Life;

/**
 * What must be known of an entry that is on its way in order to decide when to post it; its text
 * stays in the spool until then.
 *
 * @param id of the entry
 * @param identifier its lane
 * @param life from when to when it is worth posting
 */
public record Pending(long id, Identifier identifier, Life life) {}
