package dev.otpost.web.http;

/**
 * One line of the table of what can be asked for.
 *
 * @param method in capitals; GET is for HEAD as well
 * @param template a path whose variable parts are in braces: {@code /totp/{identifier}}; one part
 *     is what stands between two slashes
 * @param largest the largest body that is read, in bytes; more is answered with 413
 */
public record Resource(
    String method, String template, Audience audience, int largest, Endpoint endpoint) {

  /** What suffices for every form, and for what Skyvern sends. */
  public static final int LARGEST = 64 << 10;

  public static Resource get(String template, Audience audience, Endpoint endpoint) {
    return new Resource("GET", template, audience, 0, endpoint);
  }

  public static Resource post(String template, Audience audience, Endpoint endpoint) {
    return new Resource("POST", template, audience, LARGEST, endpoint);
  }
}
