package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Quirk;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Secret;
import dev.otpost.message.Sighting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

final class SkyvernClientTest {

  private static final String NEW = "/v1/credentials/totp";
  private static final String OLD = "/api/v1/totp";
  private static final Otp CODE = new Otp.Code("123456", "a test");
  private static final Instant ORIGIN = Instant.parse("2999-12-31T23:45:00Z");
  private static final Life LIFE = Life.of(ORIGIN, Duration.ofMinutes(15));
  private static final Delivery DELIVERY =
      new Delivery(
          7,
          Lane.of(new Identifier("john@example.com")),
          Form.FIRST,
          "Your code is 123456",
          CODE,
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

  @Test
  void takesTheAnswerToTheLongestText() {
    var text = "\u0001".repeat(Letter.MAX_CONTENT);
    var row = new LinkedHashMap<String, String>();
    row.put("content", text);
    row.put("totp_code_id", "totp_1");
    skyvern.answerNext(dev.otpost.demo.Answer.json(200, JSON.std.asString(row)));
    try (var client = client()) {
      assertEquals(new Outcome.Delivered("stored as totp_1"), client.post(DELIVERY));
    }
  }

  @Test
  void findsTheReceiverOfAnOldServerAndStaysWithIt() {
    skyvern.with(Quirk.OLD_SERVER);
    try (var client = client()) {
      assertEquals(Form.FIRST, assertInstanceOf(Outcome.Again.class, client.post(DELIVERY)).form());
      assertInstanceOf(Outcome.Delivered.class, client.post(DELIVERY));
      assertInstanceOf(Outcome.Delivered.class, client.post(DELIVERY));
    }
    assertEquals(List.of(NEW, OLD, OLD), paths());
  }

  @Test
  void staysWithTheReceiverThatRefusesTheKey() {
    skyvern.with(Quirk.OLD_SERVER);
    try (var client = client("", "sk-wrong", Duration.ofSeconds(5))) {
      client.post(DELIVERY);
      assertInstanceOf(Outcome.Barred.class, client.post(DELIVERY));
      assertInstanceOf(Outcome.Barred.class, client.post(DELIVERY));
    }
    assertEquals(List.of(NEW, OLD, OLD), paths());
  }

  @Test
  void findsTheNewReceiverWhenTheServerIsUpgraded() {
    skyvern.with(Quirk.OLD_SERVER);
    try (var client = client()) {
      client.post(DELIVERY);
      client.post(DELIVERY);
      skyvern.without(Quirk.OLD_SERVER);
      assertInstanceOf(Outcome.Again.class, client.post(DELIVERY));
      assertInstanceOf(Outcome.Delivered.class, client.post(DELIVERY));
    }
    assertEquals(List.of(NEW, OLD, OLD, NEW), paths());
  }

  @Test
  void wantsTheOperatorWhenThereIsNoReceiverAtAllAndAsksForBothEachTime() {
    skyvern.answerBy(_ -> Optional.of(dev.otpost.demo.Answer.status(404)));
    try (var client = client()) {
      for (int probe = 0; probe < 2; probe++) {
        assertInstanceOf(Outcome.Again.class, client.post(DELIVERY));
        assertEquals(new Outcome.Barred("HTTP 404: is the base-url right?"), client.post(DELIVERY));
      }
    }
    assertEquals(List.of(NEW, OLD, NEW, OLD), paths());
  }

  @Test
  void checksTheKeyOfAnOldServerToo() {
    skyvern.with(Quirk.OLD_SERVER);
    try (var client = client();
        var wrong = client("", "sk-wrong", Duration.ofSeconds(5))) {
      assertEquals(new SkyvernClient.KeyCheck(true, "takes the key"), client.check());
      assertFalse(wrong.check().accepted());
    }
  }

  @Test
  void seesWhatSkyvernShowsOfAnIdentifier() {
    var john = DELIVERY.lane().identifier();
    try (var client = client();
        var wrong = client("", "sk-wrong", Duration.ofSeconds(5))) {
      assertEquals(new Sighting.Nothing(), client.sighting(john, "123456"));
      client.post(DELIVERY);
      assertInstanceOf(Sighting.Same.class, client.sighting(john, "123456"));
      assertEquals(new Sighting.Other(), client.sighting(john, "654321"));
      assertEquals(
          new Sighting.Nothing(), client.sighting(new Identifier("jane@example.com"), "123456"));
      assertInstanceOf(Sighting.Unknown.class, wrong.sighting(john, "123456"));
    }
  }

  @Test
  void seesItOnAnOldServerToo() {
    skyvern.with(Quirk.OLD_SERVER);
    try (var client = client()) {
      client.post(DELIVERY);
      client.post(DELIVERY);
    }
    try (var fresh = client()) {
      assertInstanceOf(Sighting.Same.class, fresh.sighting(DELIVERY.lane().identifier(), "123456"));
      skyvern.answerLists(dev.otpost.demo.Answer.status(405));
      assertEquals(new Sighting.Unlisted(), fresh.sighting(DELIVERY.lane().identifier(), "123456"));
    }
  }

  @Test
  void saysThatThereIsNoReceiver() {
    skyvern.answerLists(dev.otpost.demo.Answer.status(404));
    try (var client = client()) {
      assertEquals(
          new SkyvernClient.KeyCheck(false, "HTTP 404: is the base-url right?"), client.check());
    }
  }

  @Test
  void doubtsNotThatNothingWasStoredWhereNothingWasSent() throws IOException {
    skyvern.answerNext(dev.otpost.demo.Answer.cut());
    try (var client = client();
        var inTls = clientOf(URI.create("https://127.0.0.1:" + skyvern.uri().getPort()))) {
      assertTrue(client.post(DELIVERY).isDoubtful(), "cut off");
      assertFalse(inTls.post(DELIVERY).isDoubtful(), "no TLS there");
      skyvern.goDown();
      assertFalse(client.post(DELIVERY).isDoubtful(), "nobody listens");
    }
  }

  @Test
  void findsWhatWasStoredWhenTheAnswerIsLost() {
    skyvern.answerNext(dev.otpost.demo.Answer.contract().cutAfter(0));
    try (var client = client()) {
      assertTrue(client.post(DELIVERY).isDoubtful());
      assertEquals(
          Optional.of(new Outcome.Delivered("found there as totp_1 after an answer had been lost")),
          client.find(doubted(7, Instant.now())));
    }
  }

  @Test
  void tellsOfWhatItFoundWhatSkyvernReadInIt() {
    var misread = new Otp.Code("999999", "a test");
    try (var client = client()) {
      client.post(DELIVERY);
    }
    try (var restarted = client()) {
      var found = restarted.find(doubted(7, misread, Form.FIRST, Instant.now()));
      assertEquals(
          Optional.of("Skyvern read another code in it than otpost: look at the mail"),
          found.orElseThrow().caveat());
    }
  }

  @Test
  void findsTheTextBehindWhichTheCodeAloneWasToFollow() {
    try (var client = client()) {
      client.post(DELIVERY);
    }
    try (var restarted = client()) {
      var bare = doubted(7, CODE, Form.FIRST.asBare(), Instant.now());
      assertTrue(restarted.find(bare).isPresent());
    }
  }

  @Test
  void findsNothingElseThanWhatWasPosted() {
    try (var client = client()) {
      client.post(DELIVERY);
    }
    try (var restarted = client()) {
      var another =
          new Delivery(
              7,
              DELIVERY.lane(),
              Form.FIRST,
              "Your code is 654321",
              CODE,
              LIFE,
              Optional.of(Instant.now()));
      assertEquals(Optional.empty(), restarted.find(another));
      assertEquals(Optional.empty(), restarted.find(DELIVERY), "nothing is in doubt");
    }
  }

  @ParameterizedTest
  @CsvSource({"-62, false", "-58, true", "0, true", "30, true"})
  void findsNothingThatWasThereBefore(int seconds, boolean found) {
    var begun = Instant.parse("2026-11-22T10:00:00Z");
    storeAt(begun.plusSeconds(seconds));
    skyvern.clock(InstantSource.fixed(begun));
    try (var client = client(InstantSource.fixed(begun))) {
      assertEquals(found, client.find(doubted(7, begun)).isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource({"-300, -362, false", "-300, -358, true", "300, 238, false", "300, 242, true"})
  void looksAtTimesBySkyvernsClock(int ahead, int seconds, boolean found) {
    var begun = Instant.parse("2026-11-22T10:00:00Z");
    storeAt(begun.plusSeconds(seconds));
    skyvern.clock(InstantSource.fixed(begun.plusSeconds(ahead)));
    try (var client = client(InstantSource.fixed(begun))) {
      assertEquals(found, client.find(doubted(7, begun)).isPresent());
    }
  }

  @Test
  void takesNoRowForTwoMailsThatSayTheSame() {
    try (var client = client()) {
      client.post(DELIVERY);
      skyvern.answerNext(dev.otpost.demo.Answer.cut());
      client.post(DELIVERY);
      assertEquals(Optional.empty(), client.find(doubted(8, Instant.now())));
      client.post(DELIVERY);
      assertTrue(client.find(doubted(7, Instant.now())).isPresent());
    }
  }

  static Stream<Arguments> listsThatTellNothing() {
    var row = "{\"totp_code_id\":\"totp_1\",\"content\":\"Your code is 123456\"%s}";
    return Stream.of(
            dev.otpost.demo.Answer.status(500),
            dev.otpost.demo.Answer.status(404),
            dev.otpost.demo.Answer.html(),
            dev.otpost.demo.Answer.garbage(),
            dev.otpost.demo.Answer.silence(),
            dev.otpost.demo.Answer.cut(),
            dev.otpost.demo.Answer.json(200, "[{\"totp_code_id\""),
            dev.otpost.demo.Answer.json(200, row.formatted("")),
            dev.otpost.demo.Answer.json(200, "[" + row.formatted("") + "]"),
            dev.otpost.demo.Answer.json(
                200, "[" + row.formatted(",\"created_at\":\"yesterday\"") + "]"),
            dev.otpost.demo.Answer.json(200, "[1,null,[],\"totp_1\"]"),
            dev.otpost.demo.Answer.json(200, "[" + "[".repeat(100_000)),
            dev.otpost.demo.Answer.json(200, "[{\"content\":\"" + "x".repeat(2 << 20) + "\"}]"))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("listsThatTellNothing")
  void doesNotTrustAListThatIsNone(dev.otpost.demo.Answer answer) {
    skyvern.answerLists(answer);
    try (var client = client("", skyvern.apiKey(), Duration.ofMillis(700))) {
      assertEquals(Optional.empty(), client.find(doubted(7, Instant.now())));
    }
  }

  @Test
  void findsARowAmongOthersHoweverSkyvernWritesIt() {
    skyvern.answerLists(
        dev.otpost.demo.Answer.json(
            200,
            "[{\"totp_code_id\":\"totp_3\",\"content\":\"another\",\"nested\":{\"a\":[1]}},"
                + "{\"totp_code_id\":\"totp_2\",\"content\":\" Your code is 123456\\u00a0\\n\","
                + "\"created_at\":\"2999-12-31T23:45:00.123456+00:00\",\"code\":null}, broken"));
    try (var client = client()) {
      var delivery =
          new Delivery(
              7,
              DELIVERY.lane(),
              Form.FIRST,
              "Your \0code is 123456\n",
              CODE,
              LIFE,
              Optional.of(ORIGIN));
      assertEquals(
          "found there as totp_2 after an answer had been lost",
          client.find(delivery).orElseThrow().note());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"status\":\"raw_pending\"", "\"code\":\"\""})
  void doesNotTakeATextThatIsKeptUnreadForDelivered(String unread) {
    skyvern.answerLists(
        dev.otpost.demo.Answer.json(
            200,
            "[{\"totp_code_id\":\"totp_2\",\"content\":\"Your code is 123456\","
                + "\"created_at\":\"2999-12-31T23:45:00\","
                + unread
                + "}]"));
    try (var client = client()) {
      assertEquals(Optional.empty(), client.find(doubted(7, ORIGIN)));
    }
  }

  @Test
  void looksForWhatAGarbledYesMayHaveStored() {
    skyvern.answerNext(dev.otpost.demo.Answer.html());
    try (var client = client()) {
      assertTrue(client.post(DELIVERY).isDoubtful());
    }
  }

  @Test
  void doesNotTakeTheKeyToWhereALookUpIsRedirected() throws IOException {
    try (var elsewhere = StandInSkyvern.start();
        var client = client()) {
      try (var other = clientOf(elsewhere.uri())) {
        other.post(DELIVERY);
      }
      skyvern.answerLists(dev.otpost.demo.Answer.redirect(elsewhere.uri().resolve(NEW)));
      assertEquals(Optional.empty(), client.find(doubted(7, Instant.now())));
      assertFalse(client.check().accepted());
    }
  }

  /** As if it had been then. */
  private void storeAt(Instant then) {
    skyvern.clock(InstantSource.fixed(then));
    try (var before = client()) {
      before.post(DELIVERY);
    }
  }

  private static Delivery doubted(long id, Instant since) {
    return doubted(id, CODE, Form.FIRST, since);
  }

  private static Delivery doubted(long id, Otp otp, Form form, Instant since) {
    return new Delivery(id, DELIVERY.lane(), form, DELIVERY.text(), otp, LIFE, Optional.of(since));
  }

  private List<String> paths() {
    return skyvern.posts().stream().map(it -> it.path()).toList();
  }

  private SkyvernClient client() {
    return client("", skyvern.apiKey(), Duration.ofSeconds(5));
  }

  private SkyvernClient clientOf(URI uri) {
    return new SkyvernClient(
        new SkyvernSettings(uri, new Secret(skyvern.apiKey()), Duration.ofSeconds(5)),
        Map.of(),
        4,
        InstantSource.system());
  }

  private SkyvernClient client(InstantSource clock) {
    return new SkyvernClient(
        new SkyvernSettings(skyvern.uri(), new Secret(skyvern.apiKey()), Duration.ofSeconds(5)),
        Map.of(),
        4,
        clock);
  }

  private SkyvernClient client(String slash, String key, Duration callTimeout) {
    return new SkyvernClient(
        new SkyvernSettings(URI.create(skyvern.uri() + slash), new Secret(key), callTimeout),
        Map.of(),
        4,
        InstantSource.system());
  }
}
