package dev.otpost.web.health;

import java.util.List;

/**
 * How otpost is.
 *
 * @param down the names of its parts that are not working, lower-case words like {@code spool};
 *     empty when all is well
 */
public record Health(List<String> down) {

  /** All is well. */
  public static final Health UP = new Health(List.of());

  public Health {
    down = List.copyOf(down);
    if (!down.stream().allMatch(part -> part.matches("[a-z-]+"))) {
      throw new IllegalArgumentException("names of parts are lower-case words: " + down);
    }
  }

  public boolean isUp() {
    return down.isEmpty();
  }
}
