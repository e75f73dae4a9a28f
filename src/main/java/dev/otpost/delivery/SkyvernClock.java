package dev.otpost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Skyvern's clock agrees with ours, by the {@code Date} of its answers. As long as it does
 * not, the end of a code's life means nothing to Skyvern: by a clock that is ahead, every code
 * would be dead on arrival. Safe for any number of threads.
 */
final class SkyvernClock {

  private static final Logger log = LoggerFactory.getLogger(SkyvernClock.class);

  /** A difference up to this is taken for agreement. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);

  /**
   * Skyvern's column holds UTC without an offset; one of its database drivers fails on an offset.
   */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private volatile boolean agrees = true;

  /** By how much Skyvern's was ahead of ours when it last answered; zero before. */
  private volatile Duration ahead = Duration.ZERO;

  /** Takes note of the {@code Date} header of an answer that came at {@code now}. */
  void observe(Optional<String> date, Instant now) {
    try {
      date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .ifPresent(theirs -> note(Duration.between(now, theirs)));
    } catch (DateTimeParseException e) {
      log.atDebug().addKeyValue("because", e.toString()).log("date_not_understood");
    }
  }

  /**
   * The end of a life as Skyvern takes it ({@code expired_at}); empty while the clocks disagree.
   */
  Optional<String> expiredAt(Instant end) {
    return agrees ? Optional.of(FORMAT.format(end)) : Optional.empty();
  }

  /** What our clock showed when theirs showed this, to the second that {@code Date} is told in. */
  Instant ours(Instant theirs) {
    return theirs.minus(ahead);
  }

  /**
   * Ours was set ahead by so much: what Skyvern's was ahead of it, it is no more. If ours was right
   * before, no end of a life is posted by a wrong one until Skyvern has answered.
   */
  void shifted(Duration by) {
    note(ahead.minus(by));
  }

  private synchronized void note(Duration difference) {
    ahead = difference;
    boolean now = ahead.abs().compareTo(TOLERANCE) <= 0;
    if (now != agrees) {
      agrees = now;
      if (now) {
        log.atInfo().log("clocks_agree");
      } else {
        log.atWarn()
            .addKeyValue("ahead_s", ahead.toSeconds())
            .addKeyValue("do", "set both clocks; until then codes are posted without expired_at")
            .log("clocks_differ");
      }
    }
  }
}
