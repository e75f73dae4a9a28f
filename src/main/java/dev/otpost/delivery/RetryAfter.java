package dev.otpost.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The pause that an answer asks for (RFC 9110 10.2.3): seconds, or a date. */
final class RetryAfter {

  /** Skyvern is not asked without pause, whatever it says. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** As long as a run polls: whoever says more cannot mean this code. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private RetryAfter() {}

  /** Within {@link #SHORTEST} and {@link #LONGEST}; empty if it is neither number nor date. */
  static Optional<Duration> read(String text, Instant now) {
    if (text.matches("-?[0-9]+")) {
      return Optional.of(bounded(seconds(text)));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration seconds(String number) {
    if (number.startsWith("-")) {
      return Duration.ZERO;
    }
    return number.length() > 9 ? LONGEST : Duration.ofSeconds(Integer.parseInt(number));
  }

  private static Duration bounded(Duration pause) {
    return pause.compareTo(SHORTEST) < 0
        ? SHORTEST
        : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}
