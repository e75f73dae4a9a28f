package dev.otpost.delivery;

import dev.otpost.message.Delivery;
import dev.otpost.message.Form;
import dev.otpost.message.Otp;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A delivery as it is said to Skyvern, and in which other form it could be said.
 *
 * @param source posted as {@code source}
 * @param ids which its route names, whether they are posted now or not
 */
record Posting(Delivery delivery, String source, Map<String, String> ids) {

  /** Up to so many characters Skyvern takes a content for the code itself, and reads nothing. */
  private static final int LONGEST_BARE_CODE = 10;

  /** What is shorter is no code. */
  private static final int SHORTEST_CODE = 3;

  /** Not what stands within a link, an id of Skyvern's or a code that is set in groups. */
  private static final String BETWEEN_WORDS = "[\\s,;()\"'<>]+";

  /** A content that is one URL, and nothing else, is a link to Skyvern without any reading. */
  private static final Pattern BARE_LINK = Pattern.compile("https?://[^\\s\"'<>)\\]}]+");

  /** To be said of a delivery on a route that may have left the configuration. */
  static Posting of(Delivery delivery, Optional<RouteSettings> route) {
    return new Posting(
        delivery,
        switch (delivery.source()) {
          case SMS -> RouteSettings.PHONE;
          case SMTP, INGEST, IMAP, FILE ->
              route.map(RouteSettings::source).orElse(RouteSettings.MAIL);
        },
        route.map(RouteSettings::ids).orElse(Map.of()));
  }

  /** The fields of the JSON object. */
  Map<String, String> fields(Optional<String> expiredAt) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("totp_identifier", delivery.lane().identifier().value());
    fields.put("content", delivery.content());
    fields.put("source", source);
    if (delivery.form().ids()) {
      fields.putAll(ids);
    }
    expiredAt.ifPresent(end -> fields.put("expired_at", end));
    return fields;
  }

  boolean hasIds() {
    return delivery.form().ids() && !ids.isEmpty();
  }

  /** The code or link alone, if there is one and it has not been posted alone yet. */
  Optional<Form> bare() {
    return delivery.form().bare() || delivery.bare().equals(Optional.of(delivery.text()))
        ? Optional.empty()
        : delivery.bare().map(_ -> delivery.form().asBare());
  }

  /** {@link #bare} if it is a code that Skyvern takes without a reading, and so without credits. */
  Optional<Form> bareWithoutCredits() {
    return delivery.otp() instanceof Otp.Code code && isBare(code) ? bare() : Optional.empty();
  }

  /** {@link #bare} if Skyvern needs no language model for it. */
  Optional<Form> bareWithoutModel() {
    return switch (delivery.otp()) {
      case Otp.Code code -> isBare(code) ? bare() : Optional.empty();
      case Otp.MagicLink link ->
          BARE_LINK.matcher(link.url()).matches() ? bare() : Optional.empty();
      case Otp.Ambiguous _, Otp.None _ -> Optional.empty();
    };
  }

  /** Whether a sentence has a code or link of ours in it, or a word of ours that may be one. */
  boolean isRepeatedIn(String sentence) {
    return delivery.bare().filter(sentence::contains).isPresent()
        || Arrays.stream(sentence.split(BETWEEN_WORDS, -1))
            .filter(word -> word.length() >= SHORTEST_CODE)
            .filter(word -> word.contains("://") || word.chars().anyMatch(Character::isDigit))
            .anyMatch(delivery.text()::contains);
  }

  /** What the operator has to be told even when Skyvern has it. */
  Optional<String> caveat() {
    return delivery.form().ids() || ids.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "posted without %s: Skyvern does not know what route %s says, set it right"
                .formatted(
                    String.join(", ", ids.keySet().stream().sorted().toList()),
                    delivery.lane().route()));
  }

  private static boolean isBare(Otp.Code code) {
    return code.value().codePointCount(0, code.value().length()) <= LONGEST_BARE_CODE;
  }

  @Override
  public String toString() {
    return "Posting[%s, %s]".formatted(delivery, ids.keySet());
  }
}
