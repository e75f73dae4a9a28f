package dev.otpost;

import java.security.Security;

/**
 * For how long otpost remembers what a name stands for in the DNS. By itself Java remembers that
 * there is no such name for 10 seconds, and an address for 30: a Skyvern whose name is back, or
 * whose container has another address now, would be missed for so long, while it is asked every
 * second.
 */
final class NameMemory {

  /** In seconds: as often as a Skyvern that does not answer is asked. */
  private static final String OF_ADDRESSES = "1";

  /** In seconds: not at all. */
  private static final String OF_FAILURES = "0";

  private NameMemory() {}

  /** To be called before the first name is looked up, for Java asks for this once. */
  static void shorten() {
    Security.setProperty("networkaddress.cache.ttl", OF_ADDRESSES);
    Security.setProperty("networkaddress.cache.negative.ttl", OF_FAILURES);
  }
}
