package dev.otpost.web.dashboard;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a form, for the page that is shown next: kept here and not in the address of that
 * page, which anybody could make up. The last few only. Safe for any number of threads.
 */
final class Recent<T> {

  /** How many are kept. */
  static final int KEPT = 100;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, T> things =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
          return size() > KEPT;
        }
      };

  /** The word by which it is found again. */
  synchronized String keep(T thing) {
    var word = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    things.put(word, thing);
    return word;
  }

  synchronized Optional<T> find(String word) {
    return Optional.ofNullable(things.get(word));
  }
}
