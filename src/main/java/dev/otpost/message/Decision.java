package dev.otpost.message;

/** What is to be done with a mail for one of its recipients, and why. */
public sealed interface Decision {

  /** The recipient at this gateway for which it was decided. */
  Address recipient();

  /** The reason in words that an operator understands, without anything secret. */
  String because();

  /**
   * It goes to Skyvern.
   *
   * @param identifier whose code it is
   * @param content what is posted; never empty, at most {@link Letter#MAX_CONTENT} characters
   * @param life from when to when it is worth posting
   */
  record Deliver(
      Address recipient, String because, Identifier identifier, String content, Life life)
      implements Decision {

    public Deliver {
      if (content.isEmpty()) {
        throw new IllegalArgumentException("nothing to deliver");
      }
    }

    @Override
    public String toString() {
      return "Deliver[%s, %d characters, because %s]"
          .formatted(identifier, content.length(), because);
    }
  }

  /** It is kept until the operator looks: otpost cannot, or must not, post it by itself. */
  record Hold(Address recipient, String because) implements Decision {}
}
