package dev.otpost.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.delivery.SkyvernSettings.Login;
import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.message.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Optional;

/** HTTP proxies, as they are written: {@code http://user:password@proxy.example.com:3128}. */
final class ProxyLoading {

  private static final String UNIT =
      "a URL like http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128";

  private static final String IN_HEX =
      "in a password write %40 for @, %2F for /, %3F for ?, %23 for # and %25 for %";

  private ProxyLoading() {}

  /** A proxy, kept as it is written, since a password may stand in it; empty if there is none. */
  static Form<Secret> form() {
    return new Form<>(
        UNIT,
        true,
        false,
        text ->
            text.isEmpty()
                ? new Good<>(Secret.NONE)
                : switch (read(text)) {
                  case Good<Proxy> _ -> new Good<>(new Secret(text));
                  case Bad<Proxy>(var whatToDo) -> new Bad<>(whatToDo);
                });
  }

  /** The proxy that this says, which the form has taken; empty if it says none. */
  static Optional<Proxy> proxy(Secret written) {
    return read(written.value()) instanceof Good<Proxy>(var proxy)
        ? Optional.of(proxy)
        : Optional.empty();
  }

  /** Whether a password stands in what is written. */
  static boolean holdsPassword(String text) {
    return text.indexOf('@') >= 0;
  }

  private static Reading<Proxy> read(String text) {
    try {
      var url = new URI(text);
      if (!"http".equalsIgnoreCase(url.getScheme())) {
        return new Bad<>("give " + UNIT + "; otpost speaks http with a proxy, and TLS through it");
      }
      if (url.getHost() == null
          || url.getPort() < 1
          || url.getPort() > 65_535
          || !url.getRawPath().matches("/?")
          || url.getRawQuery() != null
          || url.getRawFragment() != null) {
        return new Bad<>(
            "give %s, with its port and nothing behind it; %s".formatted(UNIT, IN_HEX));
      }
      return login(url)
          .map(login -> new Proxy(host(url), url.getPort(), login))
          .<Reading<Proxy>>map(Good::new)
          .orElseGet(() -> new Bad<>("give a user and a password, with a colon between them"));
    } catch (URISyntaxException e) {
      return new Bad<>("give %s; %s".formatted(UNIT, IN_HEX));
    }
  }

  private static String host(URI url) {
    return url.getHost().replaceAll("^\\[|]$", "");
  }

  /** Nothing if it is no login at all, a login that is none if there is none. */
  private static Optional<Optional<Login>> login(URI url) {
    var info = url.getRawUserInfo();
    if (info == null) {
      return Optional.of(Optional.empty());
    }
    int colon = info.indexOf(':');
    return colon <= 0
        ? Optional.empty()
        : Optional.of(
            Optional.of(
                new Login(
                    decoded(info.substring(0, colon)),
                    new Secret(decoded(info.substring(colon + 1))))));
  }

  /** A plus is a plus here (RFC 3986 2.1). */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
