package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Decision;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.routing.PostingSettings.Content;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingSettingsTest {

  private static final String TEXT = "Subject: Hi\n\nText";

  private static Decision decide(PostingSettings posting, Letter letter) {
    return new Router(new RoutingSettings(Incoming.RECIPIENTS, Duration.ofMinutes(15), posting))
        .route(Incoming.envelope("", Incoming.GATEWAY), letter)
        .getFirst();
  }

  private static Otp otp(String kind) {
    return switch (kind) {
      case "code" -> new Otp.Code("123456", "a test");
      case "link" -> new Otp.MagicLink("https://acme.example/in?a=1&b=%C3%BC", "a test");
      case "ambiguous" -> new Otp.Ambiguous("a test");
      case "none" -> new Otp.None("a test");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT, POST, code,",
    "TEXT, POST, link,",
    "TEXT, POST, ambiguous,",
    "TEXT, POST, none,",
    "CODE, POST, code, 123456",
    "CODE, POST, link, https://acme.example/in?a=1&b=%C3%BC",
    "CODE, POST, ambiguous,",
    "CODE, POST, none,",
    "TEXT, IGNORE, code,",
    "TEXT, IGNORE, link,",
    "TEXT, IGNORE, ambiguous,",
    "CODE, IGNORE, code, 123456",
  })
  void postsTheBareCodeOnlyWhereItIsWantedAndCertain(
      Content content, WithoutOtp withoutOtp, String kind, String bare) {
    var letter = Incoming.from("a@acme.example", Headers.NONE, "Hi", "Text", otp(kind));
    var decision =
        assertInstanceOf(
            Decision.Deliver.class, decide(new PostingSettings(content, withoutOtp), letter));
    assertEquals(bare == null ? TEXT : bare, decision.content());
    assertEquals(letter.otp(), decision.otp());
  }

  @ParameterizedTest
  @CsvSource({"TEXT", "CODE"})
  void ignoresWhatHasNeitherIfThatIsWanted(Content content) {
    var letter = Incoming.from("a@acme.example", Headers.NONE, "Hi", "Text", otp("none"));
    var decision = decide(new PostingSettings(content, WithoutOtp.IGNORE), letter);
    var because = assertInstanceOf(Decision.Ignore.class, decision).because();
    assertTrue(because.contains("delivery.without-otp"), because);
    assertTrue(because.endsWith("a test"), because);
  }

  @Test
  void holdsWhatCouldNotBeReadEvenIfMailWithoutACodeIsIgnored() {
    var posting = new PostingSettings(Content.TEXT, WithoutOtp.IGNORE);
    assertInstanceOf(Decision.Hold.class, decide(posting, Letter.EMPTY));
  }
}
