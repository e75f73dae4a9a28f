package dev.otpost.intake.oauth;

import dev.otpost.message.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a provider says to a form (RFC 6749 5). */
sealed interface Answer {

  /**
   * It did what it was asked.
   *
   * @param fields as they stand in the JSON object, unchecked
   */
  record Given(Map<String, Object> fields) implements Answer {

    /** Tokens may live as long as they are worth keeping; who says more is not believed. */
    private static final long LONGEST_LIFE_SECONDS = 30L * 24 * 60 * 60;

    /** RFC 6749 5.1 lets a server leave it out; a refused token is asked for anew anyway. */
    private static final long USUAL_LIFE_SECONDS = 60L * 60;

    /** Some are signed lists of all that somebody may do; one of a mailbox has some kilobytes. */
    private static final int LONGEST_TOKEN = 16 * 1024;

    /**
     * The text under {@code key}; empty if there is none, or if it is no token or code (RFC 6749
     * A.12): whatever is handed on to another server has no blanks or control characters.
     */
    Optional<String> text(String key) {
      return fields.get(key) instanceof String text
              && !text.isEmpty()
              && text.length() <= LONGEST_TOKEN
              && text.chars().allMatch(c -> c > 0x20 && c < 0x7f)
          ? Optional.of(text)
          : Optional.empty();
    }

    /** The whole number under {@code key}, at least 0; some servers write it as text. */
    Optional<Long> number(String key) {
      return switch (fields.get(key)) {
        case Number number -> Optional.of(Math.max(0, number.longValue()));
        case String text when text.length() < 19 && text.matches("[0-9]+") ->
            Optional.of(Long.valueOf(text));
        case null, default -> Optional.empty();
      };
    }

    /** The tokens in it; empty if there are none that otpost can use (RFC 6749 7.1). */
    Optional<Grant> grant() {
      var usable = !(fields.get("token_type") instanceof String t) || t.equalsIgnoreCase("bearer");
      var life = Math.min(number("expires_in").orElse(USUAL_LIFE_SECONDS), LONGEST_LIFE_SECONDS);
      return text("access_token")
          .filter(_ -> usable)
          .map(
              access ->
                  new Grant(
                      new Secret(access),
                      new Secret(text("refresh_token").orElse("")),
                      Duration.ofSeconds(life)));
    }

    /** The names only: most of what they hold is secret. */
    @Override
    public String toString() {
      return "Given" + fields.keySet().stream().map(Plain::text).sorted().toList();
    }
  }

  /**
   * It did not (RFC 6749 5.2).
   *
   * @param error its word for that; may be any
   * @param words fit to be shown: {@code error} and what it says of it
   */
  record Refused(String error, String words) implements Answer {}

  /**
   * Tokens.
   *
   * @param refresh empty if the one that was used stays good
   * @param life of the access token
   */
  record Grant(Secret access, Secret refresh, Duration life) {}
}
