package dev.otpost.parsing;

/**
 * How much of one mail is read. What lies beyond is left out; a mail is never refused for it.
 *
 * <p>Real 2FA mails stay far below all of these. They bound time and memory for mails made to harm:
 * with them, reading is linear in the size of the mail.
 */
final class Limits {

  /**
   * Bytes of one header section, the mail's own or a part's. Postfix takes 100 KiB; chains of ARC
   * seals grow large.
   */
  static final int HEADER_BYTES = 256 * 1024;

  /** Fields of one header section. */
  static final int HEADER_FIELDS = 1_000;

  /** Addresses read from one field; the rest of the list is not looked at. */
  static final int ADDRESSES = 1_000;

  /** Levels of parts within parts, attached mails counted too. Deeper parts are left out. */
  static final int MIME_DEPTH = 24;

  /** Parts of one mail on all levels together, multiparts counted too. */
  static final int PARTS = 500;

  /**
   * Bytes of attached mails that are decoded, on all levels together. RFC 2046 5.2.1 does not let
   * them be encoded at all, so this is a courtesy; without a limit each level would keep a copy of
   * the whole mail.
   */
  static final int ENCODED_MAIL_BYTES = 16 * 1024 * 1024;

  /** Characters of a boundary; RFC 2046 5.1.1 allows 70. A longer one is not believed. */
  static final int BOUNDARY_CHARS = 200;

  /**
   * Tags in all HTML parts of a mail together, ends and comments counted too; real mails have some
   * 50 to the KB. Building the tree, not reading the bytes, is what takes time when HTML is made to
   * harm.
   */
  static final int HTML_TAGS = 30_000;

  /**
   * Elements of a document and their attributes, together. Those that one tag makes several times,
   * as browsers do with formatting that was not closed, count each time; real mails have less than
   * two to a tag.
   */
  static final int HTML_NODES = 100_000;

  /** Characters of all style elements of a document together; rules beyond are not read. */
  static final int STYLE_CHARS = 100_000;

  /**
   * Characters of the declarations of one rule, or of all rules for one element; beyond, they are
   * not read.
   */
  static final int DECLARATIONS_CHARS = 1_000;

  /** Characters of a colour; a longer value names none. */
  static final int COLOUR_CHARS = 100;

  /**
   * Characters of text that is not shown which are kept in case that the code stands there only.
   */
  static final int UNSEEN_CHARS = 4_000;

  /** Characters of a subject; what is beyond is left out. */
  static final int SUBJECT_CHARS = 4_000;

  /** Bytes of plain text, decoded, in all such parts of a mail together. */
  static final int TEXT_BYTES = 1024 * 1024;

  /** Levels of elements within elements that are kept apart; deeper ones become neighbours. */
  static final int HTML_DEPTH = 256;

  /**
   * Characters of a text; eight times what can be posted, so that {@link Excerpt} has something to
   * choose from.
   */
  static final int TEXT_CHARS = 512 * 1024;

  /** Characters of a link target. Longer ones are no links that a person is meant to follow. */
  static final int LINK_CHARS = 16_000;

  private Limits() {}
}
