package dev.otpost.spool;

import dev.otpost.message.Kind;

/**
 * What a run of Skyvern is handed.
 *
 * @param id of the entry
 * @param route by which it came
 * @param kind what the mail turned out to be
 * @param value the code or link alone if otpost is certain of one, else the text
 * @param again whether this run was handed it before
 */
public record Served(long id, String route, Kind kind, String value, boolean again) {
  @Override
  public String toString() {
    return "Served[%d, %s, %d characters]".formatted(id, kind.word(), value.length());
  }
}
