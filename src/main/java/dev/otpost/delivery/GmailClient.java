package dev.otpost.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Says yes at Gmail: sends the empty form that the button on the page behind an {@link ApproveLink}
 * sends. One call is one request: nothing is repeated, and no redirect is followed, wherever it
 * leads. Safe for any number of threads.
 */
public final class GmailClient implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** From the start of a call to the last byte of the answer. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

  /** The page has some kilobytes, its title stands at the top; what is beyond is not read. */
  static final long LONGEST_ANSWER_BYTES = 64 * 1024;

  /** A longer title is not the sentence it should be. */
  private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,200}>([^<]{1,100})</");

  private static final Pattern ADDRESS = Pattern.compile("[^\\s@]{1,100}@[^\\s@]{1,255}");

  private final OkHttpClient http;

  /** Opens no connection yet. */
  public GmailClient() {
    this(new OkHttpClient.Builder(), CALL_TIMEOUT);
  }

  /**
   * @param builder says how connections are made; what makes a call safe is set here
   */
  GmailClient(OkHttpClient.Builder builder, Duration callTimeout) {
    this.http =
        builder
            .callTimeout(callTimeout)
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  /**
   * What came back.
   *
   * @param well whether Google seems to have taken it. It does not say so in a form that is
   *     documented: Gmail's settings alone tell for certain
   * @param because in words, without anything secret
   */
  record Approval(boolean well, String because) {}

  /** Sends it once, and says what came back. */
  Approval approve(ApproveLink link) {
    var request =
        new Request.Builder()
            .url(link.url())
            .header("User-Agent", "otpost")
            .post(new FormBody.Builder().build())
            .build();
    try (var response = http.newCall(request).execute()) {
      return approval(response);
    } catch (IOException e) {
      return new Approval(false, Answer.none(e) + "; open the link yourself");
    }
  }

  /** Ends the calls under way. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }

  private static Approval approval(Response response) throws IOException {
    int status = response.code();
    if (status == 200) {
      return new Approval(
          true, "HTTP 200" + title(response) + "; see in Gmail's settings whether it counts");
    }
    if (status / 100 == 3) {
      var elsewhere =
          Optional.ofNullable(response.header("Location"))
              .flatMap(location -> Optional.ofNullable(response.request().url().resolve(location)))
              .map(HttpUrl::host)
              .map(host -> " to " + host)
              .orElse("");
      return new Approval(
          false,
          "HTTP %d%s, which is not followed: Google wants a browser; open the link yourself"
              .formatted(status, elsewhere));
    }
    return new Approval(false, "HTTP " + status + title(response) + "; open the link yourself");
  }

  /** The title of the page, for it says in a few words what became of it; addresses left out. */
  private static String title(Response response) throws IOException {
    var source = response.body().source();
    source.request(LONGEST_ANSWER_BYTES); // up to so many; fewer if the answer ends before
    var page =
        source.getBuffer().readUtf8(Math.min(source.getBuffer().size(), LONGEST_ANSWER_BYTES));
    var title = TITLE.matcher(page);
    return title.find()
        ? ", \"%s\""
            .formatted(
                ADDRESS
                    .matcher(title.group(1))
                    .replaceAll("…")
                    .replaceAll("[\\p{C}\\s\"]+", " ")
                    .strip())
        : "";
  }
}
