package dev.otpost.intake.oauth;

import java.util.Optional;

/** Whoever logs in. */
public interface Person {

  /** Shows a line. */
  void hear(String line);

  /**
   * Waits for a line that is typed; empty when there will be none. Called from a thread of its own,
   * which is left behind when the answer has come by another way.
   */
  Optional<String> answer();
}
