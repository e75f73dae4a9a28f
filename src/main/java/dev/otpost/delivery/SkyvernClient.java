package dev.otpost.delivery;

import dev.otpost.message.Delivery;
import dev.otpost.message.Identifier;
import dev.otpost.message.Letter;
import dev.otpost.message.Outcome;
import dev.otpost.message.Sighting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Skyvern's TOTP receiver over HTTP. One call is one request: nothing is repeated, no redirect is
 * followed, and the call ends within {@link SkyvernSettings#callTimeout}. Safe for any number of
 * threads.
 */
public final class SkyvernClient implements Destination, AutoCloseable {

  private static final MediaType APPLICATION_JSON = MediaType.get("application/json");

  /**
   * An answer repeats what was posted, in JSON at most six bytes a character; what is beyond is not
   * read.
   */
  private static final long LONGEST_ANSWER_BYTES = 6L * Letter.MAX_CONTENT + 4096;

  /** What was stored is looked for no longer than this; then it is posted. */
  private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);

  /** Among how many of the newest of its identifier it is looked for. */
  private static final int LOOKED_THROUGH = 10;

  /** How much a row may be older than the first attempt and still be of it. */
  private static final Duration ROW_TOLERANCE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(SkyvernClient.class);

  private final int parallel;
  private final Receivers receivers;
  private final Credits credits = new Credits();
  private final Map<String, RouteSettings> routes;
  private final InstantSource clock;
  private final SkyvernClock skyvernClock = new SkyvernClock();
  private volatile OkHttpClient http;
  private volatile SkyvernSettings settings;

  /**
   * Opens no connection yet.
   *
   * @param routes by their names, for what is said of their deliveries
   * @param parallel how many idle connections are worth keeping
   */
  public SkyvernClient(
      SkyvernSettings settings,
      Map<String, RouteSettings> routes,
      int parallel,
      InstantSource clock) {
    this.clock = clock;
    this.routes = Map.copyOf(routes);
    this.settings = settings;
    this.parallel = parallel;
    this.receivers = new Receivers(settings.baseUrl());
    this.http = Connections.to(settings, parallel);
  }

  /** Posts it once, and says what that came to. */
  @Override
  public Outcome post(Delivery delivery) {
    var posting = posting(delivery);
    var receiver = receivers.used();
    var body = JSON.std.asBytes(posting.fields(skyvernClock.expiredAt(delivery.life().end())));
    var departure = new Departure();
    var request =
        authorised(receiver)
            .post(RequestBody.create(body, APPLICATION_JSON))
            .tag(Departure.class, departure)
            .build();
    try (var response = http.newCall(request).execute()) {
      var now = observe(response);
      var answer = answer(response);
      if (isElsewhere(answer, receiver)) {
        return new Outcome.Again(
            "HTTP 404 at %s: tried at the other path of Skyvern's receiver"
                .formatted(receiver.encodedPath()),
            delivery.form());
      }
      answer.row().ifPresent(row -> credits.claim(row, delivery.id()));
      return answer.outcome(posting, now);
    } catch (IOException e) {
      return e instanceof UnreachedException unreached
              && unreached.outcome() instanceof Outcome.Barred barred
          ? barred
          : new Outcome.Unanswered(Answer.none(e), departure.hasBegun());
    }
  }

  /** Our clock was set ahead by so much. */
  void clockSet(Duration by) {
    skyvernClock.shifted(by);
  }

  /**
   * Among the newest of its identifier, the row of this content that is not older than the first
   * attempt and stands for no other delivery. What Skyvern keeps unread is in no list.
   */
  @Override
  public Optional<Outcome.Delivered> find(Delivery delivery) {
    return delivery.doubtSince().flatMap(since -> find(delivery, since.minus(ROW_TOLERANCE)));
  }

  private Optional<Outcome.Delivered> find(Delivery delivery, Instant since) {
    var list =
        receivers
            .used()
            .newBuilder()
            .addQueryParameter("totp_identifier", delivery.lane().identifier().value())
            .addQueryParameter("limit", Integer.toString(LOOKED_THROUGH))
            .build();
    var call = http.newCall(authorised(list).build());
    call.timeout().timeout(lookUpMillis(), TimeUnit.MILLISECONDS);
    try (var response = call.execute()) {
      observe(response);
      if (response.code() != 200) {
        return Optional.empty();
      }
      return Rows.first(
              response.body().byteStream(),
              row ->
                  !row.isUnread()
                      && isOf(row, delivery)
                      && row.createdAt()
                          .map(skyvernClock::ours)
                          .filter(at -> !at.isBefore(since))
                          .isPresent()
                      && credits.claim(row, delivery.id()))
          .map(
              row ->
                  new Outcome.Delivered(
                      "found there as " + row.id() + " after an answer had been lost",
                      Answer.caveat(posting(delivery), row)));
    } catch (IOException | JacksonException e) {
      log.atDebug().addKeyValue("id", delivery.id()).log("look_up_failed");
      return Optional.empty();
    }
  }

  /** The text stands for the code alone, too: what is in the list has been read. */
  private static boolean isOf(Row row, Delivery delivery) {
    return row.isOf(delivery.content()) || row.isOf(delivery.text());
  }

  private long lookUpMillis() {
    return Math.min(LOOK_UP_TIMEOUT.toMillis(), settings.callTimeout().toMillis());
  }

  /**
   * Asks Skyvern for the newest code, and shows none, to see whether it is there and takes the key.
   */
  public KeyCheck check() {
    try {
      var receiver = receivers.used();
      var answer = newest(receiver);
      if (isElsewhere(answer, receiver)) {
        receiver = receivers.used();
        answer = newest(receiver);
      }
      if (receivers.isOld(receiver) && answer.status() == 405) {
        return new KeyCheck(true, "is an old server, which does not say whether it takes the key");
      }
      return answer.isList()
          ? new KeyCheck(true, "takes the key")
          : new KeyCheck(false, answer.trouble(clock.instant()).because());
    } catch (IOException e) {
      return new KeyCheck(false, Answer.none(e));
    }
  }

  /** Whether the newest that Skyvern lists for an identifier is this code. */
  public Sighting sighting(Identifier identifier, String code) {
    var receiver = receivers.used();
    var list =
        receiver
            .newBuilder()
            .addQueryParameter("totp_identifier", identifier.value())
            .addQueryParameter("limit", "1")
            .build();
    try (var response = http.newCall(authorised(list).build()).execute()) {
      var answer = answer(response);
      if (isElsewhere(answer, receiver)) {
        return sighting(identifier, code);
      }
      if (receivers.isOld(receiver) && answer.status() == 405) {
        return new Sighting.Unlisted();
      }
      return answer.isList()
          ? answer.newest().map(row -> sighting(row, code)).orElseGet(Sighting.Nothing::new)
          : new Sighting.Unknown(answer.trouble(clock.instant()).because());
    } catch (IOException e) {
      return new Sighting.Unknown(Answer.none(e));
    }
  }

  private static Sighting sighting(Row row, String code) {
    return row.code().equals(code) ? new Sighting.Same(row.id()) : new Sighting.Other();
  }

  /** {@inheritDoc} A server of old cannot tell. */
  @Override
  public boolean isWell() {
    try {
      return newest(receivers.used()).isList();
    } catch (IOException e) {
      return false;
    }
  }

  private Answer newest(HttpUrl receiver) throws IOException {
    var list = receiver.newBuilder().addQueryParameter("limit", "1").build();
    try (var response = http.newCall(authorised(list).build()).execute()) {
      return answer(response);
    }
  }

  /** Whether it is a 404, and the receiver may be at its other path. */
  private boolean isElsewhere(Answer answer, HttpUrl receiver) {
    if (answer.status() == 404) {
      return receivers.missed(receiver);
    }
    receivers.found(receiver);
    return false;
  }

  /**
   * What came of asking Skyvern.
   *
   * @param because in words, without anything secret
   */
  public record KeyCheck(boolean accepted, String because) {}

  /**
   * From now on with this key, these certificates and this proxy; the base URL stays. Calls under
   * way go on as they began.
   */
  public synchronized void use(SkyvernSettings now) {
    if (!now.connectsLike(settings)) {
      var before = http;
      http = Connections.instead(before, now, parallel);
      before.connectionPool().evictAll();
    }
    settings = now;
  }

  /** Ends the calls under way; they get no answer. */
  @Override
  public void cancel() {
    http.dispatcher().cancelAll();
  }

  @Override
  public void close() {
    cancel();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private Posting posting(Delivery delivery) {
    return Posting.of(delivery, Optional.ofNullable(routes.get(delivery.lane().route())));
  }

  /** When it came, by our clock. */
  private Instant observe(Response response) {
    var now = clock.instant();
    skyvernClock.observe(Optional.ofNullable(response.header("Date")), now);
    return now;
  }

  private Request.Builder authorised(HttpUrl url) {
    return new Request.Builder().url(url).header("x-api-key", settings.apiKey().value());
  }

  private static Answer answer(Response response) throws IOException {
    var source = response.body().source();
    source.request(LONGEST_ANSWER_BYTES); // up to so many; fewer if the answer ends before
    var body =
        source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), LONGEST_ANSWER_BYTES));
    return new Answer(response.code(), Optional.ofNullable(response.header("Retry-After")), body);
  }
}
