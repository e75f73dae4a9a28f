package dev.otpost.routing;

import dev.otpost.message.Letter;
import dev.otpost.message.Otp;

/**
 * What is posted of a mail.
 *
 * @param content of one in which a code or link was found
 * @param withoutOtp what becomes of one with neither
 */
public record PostingSettings(Content content, WithoutOtp withoutOtp) {

  /** As it is when the configuration says nothing. */
  public static final PostingSettings STANDARD = new PostingSettings(Content.TEXT, WithoutOtp.POST);

  /** What Skyvern gets to read. */
  public enum Content {
    /** Subject and text: Skyvern finds the code in it. */
    TEXT,
    /** The bare code or link where it is certain, which costs Skyvern nothing; else the text. */
    CODE
  }

  /** What becomes of a mail with neither a code nor a link in it. */
  public enum WithoutOtp {
    /** Skyvern may find what otpost does not. */
    POST,
    /** It is kept as ignored; of one in a watched mailbox nothing is kept. */
    IGNORE;

    /** Whether this mail is not worth posting. */
    boolean ignores(Letter letter) {
      return this == IGNORE && letter.otp() instanceof Otp.None;
    }
  }

  /** Empty if there is nothing to read in it. */
  String contentOf(Letter letter) {
    return switch (content) {
      case TEXT -> letter.content();
      case CODE ->
          switch (letter.otp()) {
            case Otp.Code code -> code.value();
            case Otp.MagicLink magic -> magic.url();
            case Otp.Ambiguous _, Otp.None _ -> letter.content();
          };
    };
  }
}
