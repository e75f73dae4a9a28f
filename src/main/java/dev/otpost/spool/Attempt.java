package dev.otpost.spool;

import dev.otpost.message.Form;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to post an entry.
 *
 * @param number counted from 1
 * @param startedAt recorded before it was made
 * @param endedAt empty while it is under way, or if otpost died during it
 * @param form in which it was posted
 * @param word for what it came to; empty as long as that is not known
 * @param because the same in words; empty likewise
 */
public record Attempt(
    int number,
    Instant startedAt,
    Optional<Instant> endedAt,
    Form form,
    String word,
    String because) {}
