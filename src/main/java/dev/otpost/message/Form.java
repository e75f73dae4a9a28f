package dev.otpost.message;

/**
 * How a delivery is said to Skyvern. It begins as {@link #FIRST}; an answer may ask for another
 * one.
 *
 * @param bare nothing but the code or link, which Skyvern needs no language model to read; else the
 *     text
 * @param ids with the ids of task, workflow and run that the route names
 */
public record Form(boolean bare, boolean ids) {

  /** The text, with whatever there is to be said of it. */
  public static final Form FIRST = new Form(false, true);

  private static final String TEXT = "text";
  private static final String BARE = "bare";
  private static final String WITHOUT_IDS = "_without_ids";

  /** The same, but nothing except the code or link. */
  public Form asBare() {
    return new Form(true, ids);
  }

  /** The same, without the ids. */
  public Form withoutIds() {
    return new Form(bare, false);
  }

  /** The one word for it in the spool and the API. */
  public String word() {
    return (bare ? BARE : TEXT) + (ids ? "" : WITHOUT_IDS);
  }

  /**
   * The form of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Form of(String word) {
    return switch (word) {
      case TEXT -> FIRST;
      case BARE -> FIRST.asBare();
      case TEXT + WITHOUT_IDS -> FIRST.withoutIds();
      case BARE + WITHOUT_IDS -> FIRST.asBare().withoutIds();
      default -> throw new IllegalArgumentException("no form is called " + word);
    };
  }
}
