package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Draft;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Identifier;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which run of Skyvern is handed what. */
final class ServingsTest extends RunsThatAsk {

  @Test
  void theRunGetsTheCodeThatCameAfterItsFirstQuestion() throws IOException {
    assertEquals("", ask("wr_1"));
    after(5);
    long id = code("111111");
    after(1);
    assertEquals("111111", ask("wr_1"));
    assertEquals(State.SERVED, state(id));
    assertEquals(List.of(new Serving("wr_1", "tsk_1", now)), queue.servings(id));
    assertEquals(List.of(), spool.pending());
    assertEquals(new Begun.Gone(), spool.begin(id, now), "it is not posted any more");
    assertEquals(Optional.of(now), queue.find(id).orElseThrow().endedAt());
  }

  @ParameterizedTest
  @CsvSource({"120, 111111", "121, ''"})
  void aCodeMayHaveComeAsLongBeforeAsTheGrace(int seconds, String handed) throws IOException {
    code("111111");
    after(seconds);
    assertEquals(handed, ask("wr_1"));
  }

  @Test
  void noOtherRunGetsTheSameCode() throws IOException {
    code("111111");
    assertEquals("111111", ask("wr_1"));
    assertEquals("", ask("wr_2"));
    assertEquals("", ask(""), "nor an anonymous one");
  }

  @ParameterizedTest
  @CsvSource({"0, 111111", "59, 111111", "60, ''"})
  void theSameTaskGetsItAgainForAMinute(int seconds, String handed) throws IOException {
    long id = code("111111");
    ask("wr_1");
    after(seconds);
    assertEquals(handed, ask("wr_1"));
    assertEquals(1, queue.servings(id).size());
  }

  @Test
  void theMinuteBeginsWithTheFirstAnswer() throws IOException {
    code("111111");
    for (int times = 0; times < 6; times++) {
      assertEquals("111111", ask("wr_1"));
      after(10);
    }
    assertEquals("", ask("wr_1"), "or a code that was refused would come back for ever");
  }

  @Test
  void anotherTaskOfTheRunDoesNotGetItAgain() throws IOException {
    code("111111");
    assertEquals("111111", served(question("wr_1", "tsk_1")));
    assertEquals("", served(question("wr_1", "tsk_2")));
  }

  @Test
  void theRunGetsOnlyNewerOnesAfterwards() throws IOException {
    code("111111");
    after(1);
    code("222222");
    assertEquals("222222", ask("wr_1"));
    after(61);
    assertEquals("", ask("wr_1"), "the one before is not newer");
    code("333333");
    assertEquals("333333", ask("wr_1"));
  }

  @Test
  void aNewerCodeIsBetterThanTheSameAgain() throws IOException {
    code("111111");
    ask("wr_1");
    after(1);
    code("222222");
    assertEquals("222222", ask("wr_1"));
  }

  @Test
  void theSameCodeAgainIsBetterThanANewerMailWithoutOne() throws IOException {
    code("111111");
    ask("wr_1");
    after(1);
    take(JOHN, "default", "site.example", "Hello", new Otp.None("a test"));
    assertEquals("111111", ask("wr_1"));
  }

  @Test
  void ofTwoTheNewestWithSomethingInItIsHandedOut() throws IOException {
    code("111111");
    after(1);
    code("222222");
    after(1);
    take(JOHN, "default", "site.example", "Hello", new Otp.None("a test"));
    assertEquals("222222", ask("wr_1"));
  }

  @ParameterizedTest
  @CsvSource({
    "code, 123456",
    "link, https://site.example/in?t=1",
    "ambiguous, Text of it",
    "none, Text of it",
  })
  void theCodeOrLinkIsHandedOutAloneAndElseTheText(String found, String handed) throws IOException {
    var otp =
        switch (found) {
          case "code" -> new Otp.Code("123456", "a test");
          case "link" -> new Otp.MagicLink("https://site.example/in?t=1", "a test");
          case "ambiguous" -> new Otp.Ambiguous("a test");
          default -> new Otp.None("a test");
        };
    take(JOHN, "default", "site.example", "Text of it", otp);
    assertEquals(handed, ask("wr_1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "expired", "dropped", "held", "over", "erased"})
  void whatIsNotOnItsWayOrThereIsNotHandedOut(String what) throws IOException {
    if (what.equals("held")) {
      var mail = mail("held@x", "111111").at(now);
      spool.commit(mail.envelope(), mail.raw(), mail.letter(), List.of(mail.hold()));
    } else {
      ask("wr_1");
      long id = code("111111");
      switch (what) {
        case "refused" -> post(id, new Outcome.Refused("HTTP 422"));
        case "expired" -> {
          after(15 * 60);
          assertTrue(spool.expire(id, "", now).isPresent());
        }
        case "dropped" -> queue.drop(id);
        case "over" -> after(15 * 60);
        default -> {
          post(id, YES);
          assertTrue(spool.sweep(now.plus(Duration.ofHours(1))));
        }
      }
    }
    assertEquals("", ask("wr_1"));
  }

  @Test
  void anotherIdentifierAndAnotherRouteAreNoneOfItsBusiness() throws IOException {
    take("jane@example.com", "default", "site.example", "x", new Otp.Code("111111", "a test"));
    take(JOHN, "other", "site.example", "x", new Otp.Code("222222", "a test"));
    assertEquals("", ask("wr_1"));
    var both = new TreeSet<>(List.of("default", "other"));
    assertEquals(
        "222222",
        served(new Question(both, new Identifier(JOHN), Optional.empty(), "wr_1", "tsk_1", GRACE)));
  }

  @Test
  void whatAnotherKeyAskedUnderTheNameOfTheRunChangesNothing() throws IOException {
    served(onRoute("other", "wr_1"));
    after(60);
    code("111111");
    after(180);
    assertEquals("", served(onRoute("default", "wr_1")), "it asks here for the first time");
  }

  @ParameterizedTest
  @CsvSource({
    "github.com, github.com, 111111",
    "mail.github.com, github.com, 111111",
    "notgithub.com, github.com, ''",
    "github.com, mail.github.com, ''",
  })
  void aSiteIsMeantWithItsSubdomains(String site, String asked, String handed) throws IOException {
    take(JOHN, "default", site, "x", new Otp.Code("111111", "a test"));
    assertEquals(handed, served(ofSite("wr_1", asked)));
  }

  @Test
  void ofAMailThatAPersonForwardedTheSiteThatWroteItCounts() throws IOException {
    var mail = mail("forwarded@x", "111111").at(now);
    var letter =
        Draft.of("", "111111")
            .from("jane@example.com")
            .forwarded(
                Optional.of(
                    new Forwarded(
                        Forwarded.How.INLINE,
                        Address.of("noreply@github.com"),
                        List.of(),
                        Optional.empty())))
            .letter();
    spool.commit(mail.envelope(), mail.raw(), letter, List.of(mail.deliver(JOHN)));
    assertEquals("", served(ofSite("wr_1", "example.com")));
    assertEquals("123456", served(ofSite("wr_1", "github.com")));
  }

  @Test
  void eachSiteIsASeriesOfItsOwn() throws IOException {
    assertEquals("", served(ofSite("wr_1", "a.example")));
    after(300);
    take(JOHN, "default", "b.example", "x", new Otp.Code("111111", "a test"));
    after(121);
    assertEquals("", served(ofSite("wr_1", "b.example")), "it came before it was asked for");
  }

  @ParameterizedTest
  @CsvSource({"120, 111111", "121, ''"})
  void anAnonymousRunIsOneAsLongAsItAsksWithoutALongPause(int pause, String handed)
      throws IOException {
    assertEquals("", ask(""));
    after(pause);
    assertEquals("", ask(""));
    after(pause);
    var then = now;
    now = NOW; // It came when the first was asked, and was brought late.
    code("111111");
    now = then;
    assertEquals(handed, ask(""));
  }

  @Test
  void theNextAnonymousRunGetsNothingOfTheOneBefore() throws IOException {
    code("111111");
    assertEquals("111111", ask(""));
    assertEquals("111111", ask(""));
    after(121);
    assertEquals("", ask(""));
  }
}
