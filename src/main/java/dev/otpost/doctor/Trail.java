package dev.otpost.doctor;

import dev.otpost.message.Kind;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the test mail came in the spool.
 *
 * @param id of its entry
 * @param note what the last attempt came to; may be empty
 * @param because why the entry is what it is
 * @param sameCode whether otpost read the very code that was sent
 * @param receivedAt when the mail had come
 * @param durableAt when it was on the disk; empty if that is not known
 * @param attempts to post it, the first one first
 */
public record Trail(
    long id,
    State state,
    String note,
    String because,
    Kind kind,
    boolean sameCode,
    Instant receivedAt,
    Optional<Instant> durableAt,
    List<Attempt> attempts) {

  public Trail {
    attempts = List.copyOf(attempts);
  }

  /**
   * One attempt.
   *
   * @param endedAt empty while it is under way
   * @param word for what it came to, as {@link dev.otpost.message.Outcome#word}; empty likewise
   * @param because the same in words; empty likewise
   */
  public record Attempt(
      Instant startedAt, Optional<Instant> endedAt, String word, String because) {}

  /** The last one; empty if there was none. */
  Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** The last one of which is known what it came to; empty if there was none. */
  Optional<Attempt> told() {
    return attempts.reversed().stream().filter(it -> !it.word().isEmpty()).findFirst();
  }

  @Override
  public String toString() {
    return "Trail[" + id + ", " + state.word() + "]";
  }
}
