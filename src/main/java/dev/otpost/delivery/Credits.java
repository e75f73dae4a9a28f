package dev.otpost.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For which delivery each row of Skyvern's stands, so that two mails that say the same are not both
 * taken for delivered by one row. It knows what this process has seen, and of that the latest: rows
 * are looked for a minute or so after they were made. Safe for any number of threads.
 */
final class Credits {

  private static final int MOST_REMEMBERED = 4096;

  private final Map<String, Long> deliveries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** Whether the row stands for this delivery, from now on if it stood for none. */
  synchronized boolean claim(Row row, long delivery) {
    var before = deliveries.putIfAbsent(row.id(), delivery);
    return before == null || before == delivery;
  }
}
