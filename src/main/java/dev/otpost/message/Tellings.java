package dev.otpost.message;

import java.io.IOException;
import java.util.List;

/**
 * What the operator has been told of, so that a restart neither repeats nor forgets it. Safe for
 * any number of threads. Every call is durable when it returns, and has changed nothing if it
 * throws.
 */
public interface Tellings {

  /** Of one channel. */
  List<Telling> tellings(String channel) throws IOException;

  /**
   * Keeps some, each in the place of the one of the same channel and topic, and forgets others.
   *
   * @param forgotten of which channel and topic count
   */
  void keep(List<Telling> kept, List<Telling> forgotten) throws IOException;
}
