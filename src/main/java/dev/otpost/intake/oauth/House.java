package dev.otpost.intake.oauth;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Providers that want things done their own way; known by the host of the token endpoint. */
enum House {
  /** A refresh token comes only when consent is asked for; one of an app in "Testing" is short. */
  GOOGLE(
      "127.0.0.1",
      "; if the app's publishing status at Google is \"Testing\", its tokens end after 7 days:"
          + " publish it"),
  /**
   * It leaves out the port when it compares redirects, but takes none by number: its pages refuse
   * to register them. It asks for consent by itself; where an administrator has given it, asking
   * again can end in a refusal.
   */
  MICROSOFT("localhost", ""),
  OTHER("127.0.0.1", "");

  private final String redirectHost;
  private final String hint;

  House(String redirectHost, String hint) {
    this.redirectHost = redirectHost;
    this.hint = hint;
  }

  static House of(OAuthSettings.Provider provider) {
    var host = Optional.ofNullable(provider.token().getHost()).orElse("");
    if (host.equals("google.com")
        || host.endsWith(".google.com")
        || host.endsWith(".googleapis.com")) {
      return GOOGLE;
    }
    return host.startsWith("login.microsoftonline.")
            || host.equals("login.partner.microsoftonline.cn")
        ? MICROSOFT
        : OTHER;
  }

  /** Where its browser is sent back to; without a path, as it is registered. */
  URI redirect(int port) {
    return URI.create("http://" + redirectHost + ":" + port);
  }

  /** What it wants to be asked with, beside what all do. */
  Map<String, String> parameters() {
    return this == GOOGLE ? Map.of("access_type", "offline", "prompt", "consent") : Map.of();
  }

  /** For an operator whose refresh token it does not take any more; may be empty. */
  String hint() {
    return hint;
  }
}
