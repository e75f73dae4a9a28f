package dev.otpost.spool;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to post an entry.
 *
 * @param number counted from 1
 * @param startedAt recorded before it was made
 * @param endedAt empty while it is under way, or if otpost died during it
 * @param outcome in words; empty as long as there is none
 */
public record Attempt(int number, Instant startedAt, Optional<Instant> endedAt, String outcome) {}
