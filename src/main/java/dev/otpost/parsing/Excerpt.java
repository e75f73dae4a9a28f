package dev.otpost.parsing;

import dev.otpost.parsing.otp.Highlights;
import dev.otpost.parsing.otp.Interest;
import java.util.BitSet;
import java.util.List;

/**
 * What matters of a text that is too long to be posted whole, in its order: its beginning and its
 * end, then the passages that matter most to somebody who looks for the code, each with those round
 * it, which say what a number is; then the rest, as far as there is room. What is left out is
 * marked.
 *
 * <p>In time linear in the length of the text.
 */
final class Excerpt {

  /** Stands where something was left out, on a line of its own. */
  static final String CUT = "[cut]";

  private static final int CUT_CHARS = CUT.length() + 2;

  /** The part of the room that its beginning is sure of, and its end. */
  private static final int END = 8;

  /** Passages to either side that are kept with one: as far as a word names a code. */
  private static final int REACH = 3;

  /** Characters to either side that are. */
  private static final int REACH_CHARS = 600;

  private final String text;
  private final Passages passages;
  private final Interest[] interests;
  private final BitSet kept = new BitSet();

  /** Characters that may still be kept, the marks for what is not taken off. */
  private int room;

  private Excerpt(String text, int limit) {
    this.text = text;
    passages = Passages.of(text);
    interests = Highlights.of(text, passages.starts(), REACH);
    room = limit - CUT_CHARS;
    keepEnds(limit / END);
    for (var interest : List.of(Interest.values()).reversed()) {
      keepAll(interest);
    }
  }

  /** The text itself if it has at most {@code limit} characters, else an excerpt of so many. */
  static String of(String text, int limit) {
    return text.length() <= limit ? text : new Excerpt(text, limit).written();
  }

  private void keepEnds(int chars) {
    for (int i = 0; i < passages.count() && passages.start(i + 1) <= chars; i++) {
      keep(i);
    }
    for (int i = passages.count() - 1; i >= 0 && text.length() - passages.start(i) <= chars; i--) {
      keep(i);
    }
  }

  private void keepAll(Interest interest) {
    for (int i = 0; i < passages.count(); i++) {
      if (interests[i] == interest && !keep(i) && interest == Interest.NONE) {
        return;
      }
    }
  }

  /** Keeps a passage, if there is room for it and for what belongs to it. */
  private boolean keep(int passage) {
    int first = passage;
    int last = passage;
    if (interests[passage] != Interest.NONE) {
      while (first > 0 && isNear(passage, first - 1)) {
        first--;
      }
      while (last + 1 < passages.count() && isNear(passage, last + 1)) {
        last++;
      }
    }
    int cost = cost(first, last);
    if (cost > room) {
      return false;
    }
    room -= cost;
    kept.set(first, last + 1);
    return true;
  }

  private boolean isNear(int passage, int other) {
    int chars =
        other < passage
            ? passages.start(passage) - passages.start(other)
            : passages.start(other + 1) - passages.start(passage + 1);
    return Math.abs(passage - other) <= REACH && chars <= REACH_CHARS;
  }

  /** Those that are not kept yet, and one mark more if they stand apart from all that are. */
  private int cost(int first, int last) {
    int cost = 0;
    for (int i = kept.nextClearBit(first); i <= last; i = kept.nextClearBit(i + 1)) {
      cost += passages.start(i + 1) - passages.start(i);
    }
    boolean joins =
        first == 0 || kept.get(first - 1) || last + 1 == passages.count() || kept.get(last + 1);
    return cost == 0 || joins ? cost : cost + CUT_CHARS;
  }

  private String written() {
    var out = new StringBuilder();
    int i = 0;
    while (i < passages.count()) {
      if (kept.get(i)) {
        int behind = kept.nextClearBit(i);
        out.append(text, passages.start(i), passages.start(behind));
        i = behind;
      } else {
        boolean opens = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
        out.append(opens ? "" : "\n").append(CUT).append('\n');
        int next = kept.nextSetBit(i);
        i = next < 0 ? passages.count() : next;
      }
    }
    return out.toString().strip();
  }
}
