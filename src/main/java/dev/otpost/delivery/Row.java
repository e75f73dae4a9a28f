package dev.otpost.delivery;

import dev.otpost.message.Otp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A row that Skyvern stored, as far as it says of it.
 *
 * @param id {@code totp_…}; empty if a text that is kept unread was given none
 * @param code what Skyvern read in it, a code or a link; empty if it read none or does not say
 * @param type {@code totp} or {@code magic_link}; empty if Skyvern does not say
 * @param isUnread whether the text is kept, but no code was read in it
 * @param content as it was sent
 * @param createdAt by Skyvern's clock; empty if it does not say
 */
record Row(
    String id,
    String code,
    String type,
    boolean isUnread,
    String content,
    Optional<Instant> createdAt) {

  private static final String LINK = "magic_link";

  /** What is longer is no id. */
  private static final int LONGEST_ID = 100;

  /** Of a JSON object; empty if it is none of Skyvern's. */
  static Optional<Row> of(Map<String, Object> fields) {
    var id = text(fields, "totp_code_id");
    boolean raw = "raw_pending".equals(fields.get("status"));
    if ((id.isBlank() && !raw) || id.length() > LONGEST_ID) {
      return Optional.empty();
    }
    return Optional.of(
        new Row(
            id.replaceAll("[^\\x21-\\x7e]", "?"),
            text(fields, "code"),
            text(fields, "otp_type"),
            raw || (fields.get("code") instanceof String code && code.isBlank()),
            text(fields, "content"),
            instant(text(fields, "created_at"))));
  }

  /** Where it differs from what otpost itself is certain of, in words without either. */
  Optional<String> differsFrom(Otp ours) {
    if (code.isBlank()) {
      return Optional.empty();
    }
    return switch (ours) {
      case Otp.Code _ when type.equals(LINK) ->
          Optional.of("Skyvern read a link in it, and otpost a code: look at the mail");
      case Otp.Code(var value, _) ->
          asTyped(value).equals(asTyped(code))
              ? Optional.empty()
              : Optional.of("Skyvern read another code in it than otpost: look at the mail");
      case Otp.MagicLink(var url, _) ->
          asOpened(url).equals(asOpened(code))
              ? Optional.empty()
              : Optional.of(
                  "Skyvern read %s in it, and otpost a link: look at the mail"
                      .formatted(type.equals(LINK) ? "another link" : "a code"));
      case Otp.Ambiguous _, Otp.None _ -> Optional.empty();
    };
  }

  /** Whether this content made it. */
  boolean isOf(String sent) {
    return asKept(content).equals(asKept(sent));
  }

  private static String asTyped(String code) {
    return code.replaceAll("[\\s\\p{Z}\\p{Pd}]", "").toLowerCase(Locale.ROOT);
  }

  /** Skyvern cuts the end of a sentence off, and decodes this one entity. */
  private static String asOpened(String url) {
    return url.strip().replaceFirst("[.,;:!?]+$", "").replace("&amp;", "&");
  }

  /** Without what Skyvern takes away, however wide its notion of a blank is. */
  private static String asKept(String content) {
    var text = content.replace("\0", "");
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** Skyvern writes UTC without an offset. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          switch (DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime offset -> offset.toInstant();
            case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
            default -> throw new DateTimeException("neither");
          });
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, Object> fields, String key) {
    return fields.get(key) instanceof String text ? text : "";
  }

  @Override
  public String toString() {
    return "Row[%s, code of %d characters]".formatted(id, code.length());
  }
}
