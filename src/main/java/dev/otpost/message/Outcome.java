package dev.otpost.message;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What one attempt to post a delivery came to. */
public sealed interface Outcome {

  /** In words for the operator: what was answered, or what went wrong; nothing secret. */
  String because();

  /**
   * Whether Skyvern may have stored what it was sent, although it did not say so: it has to be
   * looked for there before it is sent again.
   */
  default boolean isDoubtful() {
    return false;
  }

  /** All that the operator is told of it. */
  default String note() {
    return because();
  }

  /** The one word for it in the log, the spool and the API. */
  default String word() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /**
   * Skyvern has it.
   *
   * @param caveat what the operator should look at all the same; empty if all is well
   */
  record Delivered(String because, Optional<String> caveat) implements Outcome {
    /** All is well. */
    public Delivered(String because) {
      this(because, Optional.empty());
    }

    @Override
    public String note() {
      return because + caveat.map("; "::concat).orElse("");
    }
  }

  /**
   * Skyvern wants it in another way: it is posted again at once.
   *
   * @param form in which
   * @param isDoubtful where somebody in front of Skyvern answered, who knows not how far it came
   */
  record Again(String because, Form form, boolean isDoubtful) implements Outcome {
    /** It was certainly not stored, or is kept unread. */
    public Again(String because, Form form) {
      this(because, form, false);
    }
  }

  /**
   * Skyvern answered that it cannot take it now (408, 425, 429, 5xx).
   *
   * @param retryAfter the pause that Skyvern asked for; empty if it did not
   */
  record Deferred(String because, Optional<Duration> retryAfter, boolean isDoubtful)
      implements Outcome {
    /** It was certainly not stored. */
    public Deferred(String because, Optional<Duration> retryAfter) {
      this(because, retryAfter, false);
    }
  }

  /**
   * No answer at all: down, refused, cut off or timed out.
   *
   * @param isDoubtful unless nothing was sent, for want of a connection
   */
  record Unanswered(String because, boolean isDoubtful) implements Outcome {
    /** What was sent may yet have been stored. */
    public Unanswered(String because) {
      this(because, true);
    }
  }

  /** No credits are left to read this one with (402); a bare code would still be taken. */
  record Unpaid(String because) implements Outcome {}

  /**
   * Skyvern takes nothing from us until the operator acts: key, base URL (401, 403, 404, 3xx, an
   * answer that is not Skyvern's).
   *
   * @param isDoubtful what answered may have garbled a yes of Skyvern's
   */
  record Barred(String because, boolean isDoubtful) implements Outcome {
    /** It was certainly not stored. */
    public Barred(String because) {
      this(because, false);
    }
  }

  /** Skyvern will never take this delivery as it is (400, 413, 422). */
  record Refused(String because) implements Outcome {}
}
