package dev.otpost.config;

/**
 * A value as somebody wrote it.
 *
 * @param text without surrounding white space; may be a secret
 * @param where it stands, in words: a file and line, or a variable of the environment
 */
record Stated(String text, String where) {

  Stated {
    text = text.strip();
  }

  @Override
  public String toString() {
    return where + " (" + text.length() + " characters)";
  }
}
