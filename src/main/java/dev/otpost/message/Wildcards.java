package dev.otpost.message;

import java.util.List;
import java.util.Locale;

/**
 * Patterns for addresses and other identifiers, in which {@code *} stands for any characters, none
 * included. Case does not matter.
 *
 * @param patterns of which one must match; none match nothing
 */
public record Wildcards(List<String> patterns) {

  /** Matches nothing. */
  public static final Wildcards NONE = new Wildcards(List.of());

  public Wildcards {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
  }

  /** Addresses with a random part masked. */
  @Override
  public String toString() {
    return "Wildcards" + patterns.stream().map(Recipients::shown).toList();
  }

  public boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether a pattern matches all of {@code text}. */
  public boolean match(String text) {
    return closeness(text) >= 0;
  }

  /**
   * How closely {@code text} is meant: the more of it stands in the pattern, the more; an exact one
   * beats all others. Negative if none matches.
   */
  public int closeness(String text) {
    var folded = text.toLowerCase(Locale.ROOT);
    int closest = -1;
    for (var pattern : patterns) {
      if (matches(pattern, folded)) {
        int stars = (int) pattern.chars().filter(c -> c == '*').count();
        closest = Math.max(closest, 2 * (pattern.length() - stars) + (stars == 0 ? 1 : 0));
      }
    }
    return closest;
  }

  /** Goes back to the last star only: that is enough, and never exponential. */
  private static boolean matches(String pattern, String text) {
    int p = 0;
    int star = -1;
    int resume = 0;
    for (int t = 0; t < text.length(); ) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
