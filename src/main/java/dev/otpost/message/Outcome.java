package dev.otpost.message;

import java.time.Duration;
import java.util.Optional;

/** What one attempt to post a delivery came to. */
public sealed interface Outcome {

  /** In words for the operator: what was answered, or what went wrong; nothing secret. */
  String because();

  /** Skyvern has it. */
  record Delivered(String because) implements Outcome {}

  /**
   * Skyvern answered that it cannot take it now (408, 425, 429, 5xx).
   *
   * @param retryAfter the pause that Skyvern asked for; empty if it did not
   */
  record Deferred(String because, Optional<Duration> retryAfter) implements Outcome {}

  /**
   * No answer at all: down, refused, cut off or timed out. What was sent may yet have been stored.
   */
  record Unanswered(String because) implements Outcome {}

  /**
   * Skyvern takes nothing from us until the operator acts: key, base URL, credits (401, 402, 403,
   * 404, 3xx).
   */
  record Barred(String because) implements Outcome {}

  /** Skyvern will never take this delivery as it is (400, 413, 422). */
  record Refused(String because) implements Outcome {}
}
