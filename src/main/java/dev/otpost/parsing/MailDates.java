package dev.otpost.parsing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Dates of header fields (RFC 5322 3.3 with its obsolete forms, also without weekday, seconds or
 * zone) and ISO 8601 ones. A year of two digits is read by RFC 5322 4.3, a missing or unknown zone
 * is UTC.
 */
final class MailDates {

  private static final Pattern MAIL =
      Pattern.compile(
          "(\\d{1,2})[ -]{1,3}([A-Za-z]{3})[a-z]{0,9}[. -]{1,3}(\\d{4}|\\d{2})[,"
              + " ]{1,3}(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))? {0,3}([+-]\\d{4}|[A-Za-z]{1,5})?");

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})[T ](\\d{2}):(\\d{2})(?::(\\d{2}))?(?:\\.\\d{1,9})?"
              + " ?(Z|[+-]\\d{2}:?\\d{2})?");

  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("jan", 1),
          Map.entry("feb", 2),
          Map.entry("mar", 3),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("aug", 8),
          Map.entry("sep", 9),
          Map.entry("oct", 10),
          Map.entry("nov", 11),
          Map.entry("dec", 12));

  /** RFC 5322 4.3: hours from UTC. */
  private static final Map<String, Integer> ZONES =
      Map.of(
          "EST", -5, "EDT", -4, "CST", -6, "CDT", -5, "MST", -7, "MDT", -6, "PST", -8, "PDT", -7);

  private MailDates() {}

  /** The instant; empty if the text is no date or not one of any calendar. */
  static Optional<Instant> parse(String text) {
    var line = Characters.oneLine(text);
    line = line.length() > 200 ? line.substring(0, 200) : line;
    var mail = MAIL.matcher(line);
    if (mail.find()) {
      int month = MONTHS.getOrDefault(mail.group(2).toLowerCase(Locale.ROOT), 0);
      return instant(
          year(mail.group(3)),
          month,
          mail.group(1),
          mail.group(4),
          mail.group(5),
          mail.group(6),
          mail.group(7));
    }
    var iso = ISO.matcher(line);
    if (iso.find()) {
      return instant(
          number(iso.group(1)),
          number(iso.group(2)),
          iso.group(3),
          iso.group(4),
          iso.group(5),
          iso.group(6),
          iso.group(7));
    }
    return Optional.empty();
  }

  private static int year(String text) {
    int year = number(text);
    return text.length() == 4 ? year : year < 50 ? 2000 + year : 1900 + year;
  }

  private static Optional<Instant> instant(
      int year, int month, String day, String hour, String minute, String second, String zone) {
    try {
      // A leap second is read as the one before it.
      int seconds = second == null ? 0 : Math.min(59, number(second));
      return Optional.of(
          LocalDateTime.of(year, month, number(day), number(hour), number(minute), seconds)
              .toInstant(offset(zone)));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String zone) {
    if (zone == null || zone.isEmpty()) {
      return ZoneOffset.UTC;
    }
    if (zone.charAt(0) == '+' || zone.charAt(0) == '-') {
      return ZoneOffset.of(zone);
    }
    return ZoneOffset.ofHours(ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
