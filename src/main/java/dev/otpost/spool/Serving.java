package dev.otpost.spool;

import java.time.Instant;

/**
 * That a run of Skyvern fetched an entry.
 *
 * @param run its id, or that of its task; empty if it did not say
 * @param task its id; empty if it did not say
 * @param at when it got the answer last; it may ask again when an answer was lost
 */
public record Serving(String run, String task, Instant at) {}
