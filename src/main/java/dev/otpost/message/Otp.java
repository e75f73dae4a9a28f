package dev.otpost.message;

/**
 * The code or link in a mail, as far as otpost is certain of it by itself. Each says by what it was
 * recognised, in words that tell nothing of it.
 */
public sealed interface Otp {

  /** Why it was taken for this; nothing secret. */
  String evidence();

  /** What the spool, the log and {@code otpost try} call it. */
  Kind kind();

  /**
   * One code, beyond doubt.
   *
   * @param value as it is to be typed: without the blanks or hyphens that were put in for the eye
   */
  record Code(String value, String evidence) implements Otp {
    @Override
    public Kind kind() {
      return Kind.CODE;
    }

    @Override
    public String toString() {
      return "Code[%d characters, %s]".formatted(value.length(), evidence);
    }
  }

  /**
   * One link that signs in, and no code.
   *
   * @param url byte for byte as it stands in the mail: it works once, and only so
   */
  record MagicLink(String url, String evidence) implements Otp {
    @Override
    public Kind kind() {
      return Kind.MAGIC_LINK;
    }

    @Override
    public String toString() {
      return "MagicLink[%d characters, %s]".formatted(url.length(), evidence);
    }
  }

  /** Several that may be meant, and nothing that says which: not a guess. */
  record Ambiguous(String evidence) implements Otp {
    @Override
    public Kind kind() {
      return Kind.AMBIGUOUS;
    }
  }

  /** Neither a code nor a link. */
  record None(String evidence) implements Otp {
    @Override
    public Kind kind() {
      return Kind.NONE;
    }
  }
}
