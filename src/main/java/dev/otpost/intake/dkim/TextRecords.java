package dev.otpost.intake.dkim;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The TXT records of the DNS, as far as keys are among them. Safe for any number of threads. */
public interface TextRecords {

  /**
   * The records at this name, the strings of each put together (RFC 6376 3.6.2.2); empty if there
   * are none.
   *
   * @param name absolute, without the last dot
   * @param atMost how long may be waited
   * @throws IOException if it cannot be known just now
   */
  List<String> at(String name, Duration atMost) throws IOException;
}
