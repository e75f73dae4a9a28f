package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Forms of values that are so many of something, between two limits that are allowed themselves.
 */
final class Amounts {

  // Nine digits at most, so that nothing overflows: the limits are far below.
  private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

  private static final Pattern DURATION =
      Pattern.compile(
          "(?=\\d)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?"
              + "(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?(|b|kib|mib|gib)");

  private Amounts() {}

  /** A TCP port to listen on; 0 stands for any free one. */
  static Form<Integer> port() {
    return between("a port from 0 to 65535 (0: any free one)", Amounts::whole, 0, 65_535);
  }

  /** A number of things. */
  static Form<Integer> count(int least, int most) {
    return between(
        "a whole number from %d to %d".formatted(least, most), Amounts::whole, least, most);
  }

  /**
   * {@code 15m}, {@code 1h30m}, {@code 300ms}: the larger unit first, each once; a day has 24
   * hours.
   */
  static Form<Duration> duration(String least, String most) {
    return between(
        "a duration from %s to %s, in d, h, m, s or ms, as in 1h30m".formatted(least, most),
        Amounts::duration,
        duration(least).orElseThrow(),
        duration(most).orElseThrow());
  }

  /** {@code 10MiB}, {@code 512KiB}, or bytes without a unit; the value is in bytes. */
  static Form<Long> size(String least, String most) {
    return between(
        "a size from %s to %s, in KiB, MiB or GiB, or in bytes without a unit"
            .formatted(least, most),
        Amounts::size,
        size(least).orElseThrow(),
        size(most).orElseThrow());
  }

  private static <T extends Comparable<T>> Form<T> between(
      String unit, Function<String, Optional<T>> reader, T least, T most) {
    return new Form<>(
        unit,
        text ->
            reader
                .apply(text)
                .filter(amount -> amount.compareTo(least) >= 0 && amount.compareTo(most) <= 0)
                .<Form.Reading<T>>map(Good::new)
                .orElseGet(() -> new Bad<>("give " + unit)));
  }

  private static Optional<Integer> whole(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Optional<Duration> duration(String text) {
    var parts = DURATION.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    var part = new long[6];
    for (int i = 1; i < part.length; i++) {
      part[i] = parts.group(i) == null ? 0 : Long.parseLong(parts.group(i));
    }
    return Optional.of(
        Duration.ofDays(part[1])
            .plusHours(part[2])
            .plusMinutes(part[3])
            .plusSeconds(part[4])
            .plusMillis(part[5]));
  }

  private static Optional<Long> size(String text) {
    var parts = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return Optional.empty();
    }
    long bytes =
        switch (parts.group(2)) {
          case "kib" -> 1L << 10;
          case "mib" -> 1L << 20;
          case "gib" -> 1L << 30;
          default -> 1;
        };
    return Optional.of(Long.parseLong(parts.group(1)) * bytes);
  }
}
