package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.message.Checkup;
import dev.otpost.message.State;
import dev.otpost.web.dashboard.html.Html;
import java.util.Locale;

/**
 * A little picture that stands before a word, so that a state is known by its shape too, not by its
 * colour alone. A screen reader passes it over: the word says the same.
 */
enum Shape {
  DONE("M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM6.9 11.2 3.9 8.2l1.2-1.2 1.8 1.8 4-4 1.2 1.2z"),
  UNDER_WAY("M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.8a5.2 5.2 0 0 1 0 10.4z"),
  ATTENTION("M8 1 .6 14.5h14.8zM7.1 5.8h1.8v4.4H7.1zm0 5.4h1.8V13H7.1z"),
  WRONG(
      "M4.9 1h6.2L15 4.9v6.2L11.1 15H4.9L1 11.1V4.9zM5.8 4.6 4.6 5.8 6.8 8l-2.2 2.2 1.2 1.2L8"
          + " 9.2l2.2 2.2 1.2-1.2L9.2 8l2.2-2.2-1.2-1.2L8 6.8z"),
  LATE("M3 1h10v2.2L9.4 8l3.6 4.8V15H3v-2.2L6.6 8 3 3.2z"),
  OVERTAKEN("M2 3 7 8l-5 5V9.6L3.6 8 2 6.4zm6 0 5 5-5 5V9.6L9.6 8 8 6.4z"),
  NOTHING("M2 7h12v2H2z"),
  OPEN("M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8z");

  private final String path;

  Shape(String path) {
    this.path = path;
  }

  static Shape of(State state) {
    return switch (state) {
      case PENDING -> UNDER_WAY;
      case DELIVERED, SERVED -> DONE;
      case REFUSED -> WRONG;
      case EXPIRED -> LATE;
      case SUPERSEDED -> OVERTAKEN;
      case HELD -> ATTENTION;
      case IGNORED, DROPPED -> NOTHING;
    };
  }

  static Shape of(Checkup.Verdict verdict) {
    return switch (verdict) {
      case PASSED -> DONE;
      case FAILED -> WRONG;
      case SKIPPED -> NOTHING;
    };
  }

  /** The shape of what is so, or asks for somebody. */
  static Shape wellIf(boolean well) {
    return well ? DONE : ATTENTION;
  }

  /** The picture with a word behind it. */
  Html before(String word) {
    return tag("span", "mark " + name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .of(picture(), tag("span").of(word));
  }

  Html picture() {
    return tag("svg", "shape")
        .with("viewBox", "0 0 16 16")
        .with("aria-hidden", "true")
        .of(tag("path").with("fill-rule", "evenodd").with("d", path));
  }
}
