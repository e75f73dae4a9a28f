package dev.otpost.spool;

import java.util.Optional;

/**
 * What is, or would be, posted of an entry.
 *
 * @param text as it was read
 * @param code found in it; empty if there was none, or not one alone
 * @param link likewise
 */
public record Content(String text, Optional<String> code, Optional<String> link) {
  @Override
  public String toString() {
    return "Content[" + text.length() + " characters]";
  }
}
