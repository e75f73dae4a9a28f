package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailDatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tue, 3 Nov 2026 10:00:03 +0000 | 2026-11-03T10:00:03Z",
        "Tue, 03 Nov 2026 02:00:03 -0800 (PST) | 2026-11-03T10:00:03Z",
        "3 Nov 2026 10:00 GMT | 2026-11-03T10:00:00Z",
        "Tue, 3 Nov 2026 05:00:03 EST | 2026-11-03T10:00:03Z",
        "3 Nov 26 10:00:03 +0000 | 2026-11-03T10:00:03Z",
        "3-Nov-2026 10:00:03 | 2026-11-03T10:00:03Z",
        "Tue,  3  November  2026  10:00:60  +0000 | 2026-11-03T10:00:59Z",
        "2026-11-03T10:00:03Z | 2026-11-03T10:00:03Z",
        "2026-11-03 11:00:03.123+01:00 | 2026-11-03T10:00:03Z",
        "Tue, 31 Feb 2026 10:00:03 +0000 | none",
        "Tue, 3 Foo 2026 10:00:03 +0000 | none",
        "Tue, 3 Nov 2026 25:00:03 +0000 | none",
        "Tue, 3 Nov 2026 10:00:03 +9900 | none",
        "yesterday | none",
      })
  void readsTheDatesThatMailsBear(String field, String instant) {
    assertEquals(instant, MailDates.parse(field).map(Instant::toString).orElse("none"));
  }
}
