package dev.otpost.delivery;

import dev.otpost.message.Delivery;
import dev.otpost.message.Outcome;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tools.jackson.jr.ob.JSON;

/**
 * Skyvern's TOTP receiver over HTTP. One call is one request: nothing is repeated, no redirect is
 * followed, and the call ends within {@link SkyvernSettings#callTimeout}. Safe for any number of
 * threads.
 */
public final class SkyvernClient implements Destination, AutoCloseable {

  private static final MediaType APPLICATION_JSON = MediaType.get("application/json");

  /** Answers are some hundred bytes; what is beyond is not read. */
  private static final long LONGEST_ANSWER_BYTES = 64 * 1024;

  private final int parallel;
  private final HttpUrl totp;
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
    this.totp =
        HttpUrl.get(settings.baseUrl().toString().replaceAll("/+$", "") + "/v1/credentials/totp");
    this.http = Connections.to(settings, parallel);
  }

  /** Posts it once, and says what that came to. */
  @Override
  public Outcome post(Delivery delivery) {
    var body = new LinkedHashMap<String, String>();
    body.put("totp_identifier", delivery.lane().identifier().value());
    body.put("content", delivery.content());
    var route = Optional.ofNullable(routes.get(delivery.lane().route()));
    body.put("source", route.map(RouteSettings::source).orElse(RouteSettings.MAIL));
    route.ifPresent(it -> body.putAll(it.ids()));
    skyvernClock.expiredAt(delivery.life().end()).ifPresent(end -> body.put("expired_at", end));
    var request =
        authorised(totp).post(RequestBody.create(JSON.std.asBytes(body), APPLICATION_JSON)).build();
    try (var response = http.newCall(request).execute()) {
      var now = clock.instant();
      skyvernClock.observe(Optional.ofNullable(response.header("Date")), now);
      return answer(response).outcome(now);
    } catch (IOException e) {
      return Answer.none(e);
    }
  }

  @Override
  public Optional<String> find(Delivery delivery) {
    return Optional.empty();
  }

  /**
   * Asks Skyvern for the newest code, and shows none, to see whether it is there and takes the key.
   */
  public KeyCheck check() {
    var request = authorised(totp.newBuilder().addQueryParameter("limit", "1").build()).build();
    try (var response = http.newCall(request).execute()) {
      var answer = answer(response);
      return answer.status() == 200 && answer.body().strip().startsWith("[")
          ? new KeyCheck(true, "takes the key")
          : new KeyCheck(false, answer.outcome(clock.instant()).because());
    } catch (IOException e) {
      return new KeyCheck(false, Answer.none(e).because());
    }
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
