package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Address;
import dev.otpost.message.Draft;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Headers;
import dev.otpost.message.Stored.Extent;
import dev.otpost.message.Written;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorshipTest {

  private static final Instant DATE = Incoming.NOW.minusSeconds(90);

  @ParameterizedTest
  @CsvSource({
    "no-reply@site.example, site.example",
    "No-Reply@SITE.example, site.example",
    "no-reply@mail.site.example, mail.site.example",
  })
  void isTheDomainOfTheAuthorAndTheDate(String author, String site) {
    assertEquals(Optional.of(new Written(site, DATE)), of(draft(author, DATE)));
  }

  @Test
  void isOfAMailboxTheDateToo() {
    // A mail that IMAP shows late may be the older one, whenever it came.
    var envelope =
        Incoming.stored("john@a.example", Incoming.NOW.minusSeconds(5), Extent.WHOLE, false);
    assertEquals(
        Optional.of(new Written("site.example", DATE)),
        Authorship.of(envelope, draft("a@site.example", DATE).letter()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 59})
  void isNeverLaterThanTheMailCame(long secondsAhead) {
    // Or no mail of this site would be newer for so long.
    assertEquals(
        Optional.of(new Written("site.example", Incoming.NOW)),
        of(draft("a@site.example", Incoming.NOW.plusSeconds(secondsAhead))));
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 3_600, 86_400L * 365})
  void isNotKnownWhereOurClockOrTheirsIsWrong(long secondsAhead) {
    assertEquals(
        Optional.empty(), of(draft("a@site.example", Incoming.NOW.plusSeconds(secondsAhead))));
  }

  @Test
  void isNotKnownWithoutDateOrAuthor() {
    assertEquals(Optional.empty(), of(Draft.of("", "x").from("a@site.example")));
    assertEquals(Optional.empty(), of(draft("nobody", DATE)));
  }

  @ParameterizedTest
  @EnumSource(Forwarded.How.class)
  void isNotKnownOfAMailThatSomebodyForwardedByHand(Forwarded.How how) {
    var original =
        new Forwarded(
            how,
            Address.of("no-reply@site.example"),
            List.of(),
            Optional.of(DATE.minusSeconds(60)));
    assertEquals(
        Optional.empty(), of(draft("john@a.example", DATE).forwarded(Optional.of(original))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"List-Post", "X-Original-From", "x-original-sender"})
  void isNotKnownOfWhatAListPassesOnInItsOwnName(String mark) {
    var headers = new Headers(List.of(new Headers.Field(mark, "no-reply@site.example")));
    assertEquals(Optional.empty(), of(draft("otp@a.example", DATE).headers(headers)));
  }

  private static Draft draft(String author, Instant date) {
    return Draft.of("", "x").from(author).date(Optional.of(date)).headers(Headers.NONE);
  }

  private static Optional<Written> of(Draft draft) {
    return Authorship.of(Incoming.envelope("", Incoming.GATEWAY), draft.letter());
  }
}
