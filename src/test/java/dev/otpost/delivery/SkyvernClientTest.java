package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SkyvernClientTest {

  private static final Instant ORIGIN = Instant.parse("2999-12-31T23:45:00Z");
  private static final Life LIFE = Life.of(ORIGIN, Duration.ofMinutes(15));
  private static final Delivery DELIVERY =
      new Delivery(
          7,
          Lane.of(new Identifier("john@example.com")),
          Form.FIRST,
          "Your code is 123456",
          new Otp.Code("123456", "a test"),
          LIFE,
          Optional.empty());

  private StandInSkyvern skyvern;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  SkyvernClientTest() {}

  @BeforeEach
  void open() throws IOException {
    skyvern = StandInSkyvern.start();
  }

  @AfterEach
  void close() throws IOException {
    skyvern.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//"})
  void postsExactlyWhatTheContractAsksFor(String slash) {
    try (var client = client(slash, skyvern.apiKey(), Duration.ofSeconds(5))) {
      assertInstanceOf(Outcome.Delivered.class, client.post(DELIVERY));
    }
    var post = skyvern.posts().getFirst();
    assertEquals("/v1/credentials/totp", post.path());
    assertEquals("john@example.com", post.identifier());
    assertEquals("Your code is 123456", post.content());
    assertEquals("email", post.source());
    assertEquals(Optional.of(LIFE.end()), post.expiry());
    assertFalse(post.expiredAt().orElseThrow().contains("Z"));
    assertEquals("application/json", post.headers().get("content-type"));
    assertEquals(skyvern.apiKey(), post.apiKey());
  }

  @Test
  void wantsTheOperatorWhenTheKeyIsWrong() {
    try (var client = client("", "sk-wrong", Duration.ofSeconds(5))) {
      assertInstanceOf(Outcome.Barred.class, client.post(DELIVERY));
      assertFalse(client.check().accepted());
      client.use(
          new SkyvernSettings(skyvern.uri(), new Secret(skyvern.apiKey()), Duration.ofSeconds(5)));
      assertTrue(client.check().accepted());
      assertInstanceOf(Outcome.Delivered.class, client.post(DELIVERY));
    }
  }

  @Test
  void doesNotTakeTheKeyToWhereItIsRedirected() throws IOException {
    try (var elsewhere = StandInSkyvern.start();
        var client = client("", skyvern.apiKey(), Duration.ofSeconds(5))) {
      skyvern.answerNext(
          dev.otpost.demo.Answer.redirect(elsewhere.uri().resolve("/v1/credentials/totp")));
      assertInstanceOf(Outcome.Barred.class, client.post(DELIVERY));
      assertTrue(elsewhere.posts().isEmpty());
    }
  }

  @Test
  void hasNoAnswerWhenTheConnectionIsCutAndTriesNoSecondTimeByItself() {
    skyvern.answerNext(dev.otpost.demo.Answer.cut());
    try (var client = client("", skyvern.apiKey(), Duration.ofSeconds(5))) {
      assertInstanceOf(Outcome.Unanswered.class, client.post(DELIVERY));
    }
    assertEquals(1, skyvern.posts().size());
  }

  @Test
  void repeatsNothingOfAnAnswerThatIsNoHttp() {
    skyvern.answerNext(dev.otpost.demo.Answer.garbage());
    try (var client = client("", skyvern.apiKey(), Duration.ofSeconds(5))) {
      assertEquals(new Outcome.Unanswered("an answer that is not HTTP"), client.post(DELIVERY));
    }
  }

  @Test
  void hasNoAnswerWhenItTakesTooLong() {
    skyvern.answerNext(dev.otpost.demo.Answer.silence());
    try (var client = client("", skyvern.apiKey(), Duration.ofMillis(300))) {
      assertEquals(new Outcome.Unanswered("no answer in time"), client.post(DELIVERY));
    }
  }

  @Test
  void hasNoAnswerWhenNobodyListens() throws IOException {
    skyvern.goDown();
    try (var client = client("", skyvern.apiKey(), Duration.ofSeconds(5))) {
      assertInstanceOf(Outcome.Unanswered.class, client.post(DELIVERY));
      assertFalse(client.check().accepted());
    }
  }

  @Test
  void leavesTheEndOfLifeOutWhileTheClocksDiffer() {
    try (var client = client("", skyvern.apiKey(), Duration.ofSeconds(5))) {
      skyvern.clock(() -> Instant.now().plusSeconds(180));
      client.post(DELIVERY);
      client.post(DELIVERY);
      skyvern.clock(InstantSource.system());
      client.post(DELIVERY);
      client.post(DELIVERY);
    }
    var posts = skyvern.posts();
    assertTrue(posts.get(0).expiry().isPresent(), "nothing was known yet");
    assertTrue(posts.get(1).expiry().isEmpty());
    assertTrue(posts.get(2).expiry().isEmpty(), "known by the answer to this one");
    assertTrue(posts.get(3).expiry().isPresent());
  }

  private SkyvernClient client(String slash, String key, Duration callTimeout) {
    return new SkyvernClient(
        new SkyvernSettings(URI.create(skyvern.uri() + slash), new Secret(key), callTimeout),
        Map.of(),
        4,
        InstantSource.system());
  }
}
