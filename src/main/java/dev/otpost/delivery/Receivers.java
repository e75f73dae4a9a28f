package dev.otpost.delivery;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;

/**
 * The two paths under which a Skyvern may have its receiver: servers of old know only the second.
 * Whichever answers with anything but 404 is used from then on, until it answers 404 itself. Safe
 * for any number of threads.
 */
final class Receivers {

  private static final List<String> PATHS = List.of("/v1/credentials/totp", "/api/v1/totp");

  /**
   * What is known of them.
   *
   * @param used which is used
   * @param isLast the other one has answered 404, and this one has not answered since
   */
  private record Known(int used, boolean isLast) {

    int other() {
      return 1 - used;
    }
  }

  private static final Known NOTHING = new Known(0, false);

  private final List<HttpUrl> urls;
  private final AtomicReference<Known> known = new AtomicReference<>(NOTHING);

  Receivers(URI baseUrl) {
    var base = baseUrl.toString().replaceAll("/+$", "");
    urls = PATHS.stream().map(path -> HttpUrl.get(base + path)).toList();
  }

  /** The one to be used now. */
  HttpUrl used() {
    return urls.get(known.get().used());
  }

  /** Whether this one is that of servers of old. */
  boolean isOld(HttpUrl url) {
    return url.equals(urls.get(1));
  }

  /** This one has answered, and not with 404. */
  void found(HttpUrl url) {
    known.set(new Known(urls.indexOf(url), false));
  }

  /**
   * This one has answered 404: whether the other one is worth trying, which is used from now on.
   */
  boolean missed(HttpUrl url) {
    int missing = urls.indexOf(url);
    var before =
        known.getAndUpdate(
            now -> {
              if (now.used() != missing) {
                return now; // Another thread has seen it, and found out about the other one since.
              }
              return now.isLast() ? NOTHING : new Known(now.other(), true);
            });
    return before.used() != missing || !before.isLast();
  }
}
