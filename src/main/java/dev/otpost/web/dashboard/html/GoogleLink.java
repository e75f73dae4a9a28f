package dev.otpost.web.dashboard.html;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A link out of a mail that may be clicked on: by https, to a host of Google's, without a user or a
 * port in it. Everything else in a mail is shown as text.
 */
public final class GoogleLink {

  private final String url;

  private GoogleLink(String url) {
    this.url = url;
  }

  /** Empty if it is no such link. */
  public static Optional<GoogleLink> of(String link) {
    try {
      var uri = new URI(link);
      var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
      boolean googles = host.equals("google.com") || host.endsWith(".google.com");
      return "https".equalsIgnoreCase(uri.getScheme())
              && googles
              && uri.getRawUserInfo() == null
              && uri.getPort() == -1
          ? Optional.of(new GoogleLink(uri.toString()))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** To which it leads. */
  public String host() {
    return URI.create(url).getHost();
  }

  String url() {
    return url;
  }

  /** Who opens it decides something. */
  @Override
  public String toString() {
    return "GoogleLink";
  }
}
