package dev.otpost.intake.oauth;

import java.time.Duration;

/** Lets time pass. */
public interface Pause {

  /** Returns after {@code time}. */
  void pause(Duration time) throws InterruptedException;
}
