package dev.otpost.demo;

import java.time.Instant;
import java.util.Optional;

/**
 * A row that the stand-in made of a POST.
 *
 * @param id {@code totp_…}
 * @param post the {@link Post#number} of the POST it came with
 * @param identifier as runs look for it: an address of mail trimmed and in lower case, anything
 *     else as sent
 * @param content as sent
 * @param kind what was found in it
 * @param code the code or the link; empty if it is {@link Kind#RAW}
 * @param source as sent; empty if there was none
 * @param run the {@code workflow_run_id}, as sent; empty if there was none
 * @param createdAt by the stand-in's clock
 * @param expiredAt from when on no run takes it, by the stand-in's clock; empty if it never expires
 */
public record StoredCode(
    String id,
    int post,
    String identifier,
    String content,
    Kind kind,
    String code,
    String source,
    Optional<String> run,
    Instant createdAt,
    Optional<Instant> expiredAt) {

  /** What Skyvern calls {@code otp_type}. */
  public enum Kind {
    /** A code. */
    TOTP,
    /** A link that signs in. */
    MAGIC_LINK,
    /** Text in which nothing was found yet; no run takes it. */
    RAW
  }

  /** Whether a list may show it and, for ten minutes, a run may take it. */
  boolean isUsable(Instant now) {
    return kind != Kind.RAW && expiredAt.map(now::isBefore).orElse(true);
  }

  @Override
  public String toString() {
    return "StoredCode[%s, %s, content of %d, code of %d characters]"
        .formatted(id, kind, content.length(), code.length());
  }
}
