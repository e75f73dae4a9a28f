package dev.otpost.intake.oauth;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Sends forms to providers (RFC 6749 3.2, RFC 8628 3.1). One call is one request: nothing is
 * repeated, no redirect is followed, and the call ends within 20 seconds. Secrets go nowhere but to
 * the endpoints of the configuration, and only in TLS. Safe for any number of threads.
 */
final class TokenClient implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** From the start of a call to the last byte of the answer. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  /** Answers have a few kilobytes; what is beyond is not read. */
  static final int LONGEST_ANSWER_BYTES = 64 * 1024;

  /** Fields of a form that an answer must not be shown with. */
  private static final List<String> SECRET_FIELDS =
      List.of("client_secret", "refresh_token", "code", "code_verifier", "device_code");

  private final OkHttpClient http;

  /** Opens no connection yet. */
  TokenClient() {
    this(CALL_TIMEOUT);
  }

  TokenClient(Duration callTimeout) {
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(callTimeout)
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectionPool(new ConnectionPool(1, 2, TimeUnit.SECONDS))
            .build();
  }

  /** The fields that say who asks (RFC 6749 2.3.1), to which others are added. */
  static Map<String, String> form(Client client) {
    var form = new LinkedHashMap<String, String>();
    form.put("client_id", client.clientId());
    if (!client.clientSecret().isEmpty()) {
      form.put("client_secret", client.clientSecret().value());
    }
    return form;
  }

  /** What asks for an access token (RFC 6749 6). */
  static Map<String, String> refreshing(Client client, Secret refreshToken) {
    var form = form(client);
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.value());
    if (House.of(client.provider()) == House.MICROSOFT) {
      // Its refresh tokens are good for more than mail; the first scope says whose token is meant.
      form.put("scope", client.provider().scope());
    }
    return form;
  }

  /**
   * Sends it once.
   *
   * @throws IOException if there is no answer that can be understood; its message is fit to be
   *     shown
   */
  Answer post(URI endpoint, Map<String, String> form) throws IOException {
    var url = Optional.ofNullable(HttpUrl.get(endpoint)).orElseThrow(() -> notSafe(endpoint));
    if (!url.isHttps() && !isThisMachine(url.host())) {
      throw notSafe(endpoint);
    }
    var body = new FormBody.Builder();
    form.forEach(body::add);
    var request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/json")
            .header("User-Agent", "otpost")
            .post(body.build())
            .build();
    var secrets =
        SECRET_FIELDS.stream()
            .flatMap(name -> Optional.ofNullable(form.get(name)).stream())
            .toList();
    try (var response = http.newCall(request).execute()) {
      return answer(response, secrets);
    } catch (Unclear e) {
      throw e;
    } catch (IOException e) {
      // Without the cause: its message may repeat what the other side wrote.
      throw new Unclear(url.host() + ": " + words(e, secrets));
    }
  }

  /** Ends the calls under way. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private static Answer answer(Response response, List<String> secrets) throws IOException {
    int status = response.code();
    var host = response.request().url().host();
    if (status / 100 == 3) {
      throw new Unclear(
          "%s: HTTP %d, a redirect, which is not followed: is the endpoint right?"
              .formatted(host, status));
    }
    var fields = fields(response);
    // Some say no with 200.
    var error = fields.get("error") instanceof String text ? text : "";
    if (!error.isEmpty() && status < 500 && (status != 429 || error.equals("slow_down"))) {
      var description = fields.get("error_description") instanceof String text ? ": " + text : "";
      return new Answer.Refused(error, Plain.text(error + description, secrets));
    }
    if (status == 200 && !fields.isEmpty()) {
      return new Answer.Given(fields);
    }
    throw new Unclear(
        host
            + ": HTTP "
            + status
            + (status == 200 || status == 404
                ? ", and not what otpost understands: is the endpoint right?"
                : ""));
  }

  /** Of the JSON object that came; none if it is none. */
  private static Map<String, Object> fields(Response response) throws IOException {
    var source = response.body().source();
    source.request(LONGEST_ANSWER_BYTES + 1L); // up to so many; fewer if the answer ends before
    if (source.getBuffer().size() > LONGEST_ANSWER_BYTES) {
      return Map.of();
    }
    try {
      return JSON.std.anyFrom(source.getBuffer().readUtf8()) instanceof Map<?, ?> object
          ? named(object)
          : Map.of();
    } catch (JacksonException e) {
      return Map.of();
    }
  }

  private static Map<String, Object> named(Map<?, ?> object) {
    var fields = new LinkedHashMap<String, Object>();
    object.forEach(
        (name, value) -> {
          if (name instanceof String text && value != null) {
            fields.put(text, value);
          }
        });
    return fields;
  }

  private static String words(IOException e, List<String> secrets) {
    return switch (e) {
      case java.net.UnknownHostException _ -> "no such host";
      case java.io.InterruptedIOException _ -> "no answer in time";
      case java.net.ProtocolException _ -> "an answer that is not HTTP";
      case java.net.ConnectException _ -> "no connection: " + message(e, secrets);
      case javax.net.ssl.SSLException _ -> "no secure connection: " + message(e, secrets);
      default -> "no answer: " + message(e, secrets);
    };
  }

  private static String message(IOException e, List<String> secrets) {
    return Plain.text(String.valueOf(e.getMessage()), secrets);
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]+){3}");
  }

  private static IOException notSafe(URI endpoint) {
    return new TokenRefusedException(
        endpoint.getHost() + " is not asked, for its endpoint is not https");
  }

  /** No answer that can be understood. */
  private static final class Unclear extends IOException {
    private static final long serialVersionUID = 1;

    Unclear(String message) {
      super(message);
    }
  }
}
