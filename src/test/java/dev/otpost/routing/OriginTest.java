package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Draft;
import dev.otpost.message.Stored.Extent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

  private static Instant ago(String duration) {
    return Incoming.NOW.minus(Duration.parse(duration));
  }

  @ParameterizedTest
  @CsvSource({
    // INTERNALDATE and Date: how long ago | another UIDVALIDITY | the origin: how long ago
    "PT5M, , false, PT5M",
    "PT5M, PT6M, false, PT5M",
    "PT5M, PT4M, false, PT5M",
    "PT5M, PT24H5M, false, PT5M",
    "PT5M, PT24H5M1S, false, PT24H5M1S",
    "PT5M, PT-48H, false, PT5M",
    "PT-3H, , false, PT0S",
    "PT-3H, PT1H, false, PT0S",
    "PT-3H, PT25H, false, PT25H",
    "PT5M, , true, PT5M",
    "PT5M, PT6M, true, PT6M",
    "PT5M, PT4M, true, PT5M",
    "PT-3H, PT1H, true, PT1H",
  })
  void isWhenTheMailboxGotItUnlessThatCannotBe(
      String since, String date, boolean renumbered, String origin) {
    var letter = Draft.of("", "x").date(Optional.ofNullable(date).map(OriginTest::ago)).letter();
    var envelope = Incoming.stored("john@a.example", ago(since), Extent.WHOLE, renumbered);
    assertEquals(ago(origin), Origin.of(envelope, letter));
  }

  @Test
  void isWhenItCameInForAllOtherMail() {
    var old = Draft.of("", "x").date(Optional.of(ago("PT72H"))).letter();
    assertEquals(Incoming.NOW, Origin.of(Incoming.envelope("", Incoming.GATEWAY), old));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59Z"})
  void doesNotBelieveAClockThatWasNeverSet(String date) {
    var letter = Draft.of("", "x").date(Optional.of(Instant.parse(date))).letter();
    var envelope = Incoming.stored("john@a.example", ago("PT5M"), Extent.WHOLE, true);
    assertEquals(ago("PT5M"), Origin.of(envelope, letter));
  }
}
