package dev.otpost.demo;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * One POST as it came in, whatever was answered. The texts are as they were sent: nothing is
 * trimmed or folded; each is empty if the body had none, or not as a JSON string.
 *
 * @param number 1 for the first that came, and so on
 * @param arrivedAt when its last byte had come, by this machine's clock
 * @param arrivedNanos the same moment as {@link System#nanoTime()} tells it, for measuring
 * @param path with the query, if there was one
 * @param headers names in lower case; of a repeated one the last
 * @param body as it came, read as UTF-8
 * @param identifier {@code totp_identifier}
 * @param content {@code content}
 * @param source {@code source}
 * @param expiredAt {@code expired_at}; empty if there was none
 */
public record Post(
    int number,
    Instant arrivedAt,
    long arrivedNanos,
    String path,
    Map<String, String> headers,
    String body,
    String identifier,
    String content,
    String source,
    Optional<String> expiredAt) {

  public Post {
    headers = Map.copyOf(headers);
  }

  /** The header {@code x-api-key}; empty if there was none. */
  public String apiKey() {
    return headers.getOrDefault("x-api-key", "");
  }

  /**
   * {@link #expiredAt} as the instant that Skyvern takes it for; empty if there is none, or none
   * without an offset.
   */
  public Optional<Instant> expiry() {
    try {
      return expiredAt.map(text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notOfTheContract) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "Post[%d, %s, identifier of %d, content of %d characters]"
        .formatted(number, arrivedAt, identifier.length(), content.length());
  }
}
