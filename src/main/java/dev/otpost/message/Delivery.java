package dev.otpost.message;

/**
 * One thing to be posted to Skyvern.
 *
 * @param id of its entry in the spool
 * @param lane whose identifier is posted as {@code totp_identifier}
 * @param content posted as {@code content}; never empty
 * @param life posted as {@code expired_at}: its end
 */
public record Delivery(long id, Lane lane, String content, Life life) {

  @Override
  public String toString() {
    return "Delivery[%d, %s, %d characters]".formatted(id, lane.identifier(), content.length());
  }
}
