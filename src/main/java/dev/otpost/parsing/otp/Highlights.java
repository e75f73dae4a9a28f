package dev.otpost.parsing.otp;

import java.util.Arrays;

/**
 * Says which passages of a text matter, when it is longer than {@link OtpReader} looks at. It goes
 * by the same words and shapes as the reader, so that what the reader would take for a code is not
 * passed over.
 *
 * <p>Total, in time linear in the length of the text, which is laid out a stretch at a time: a few
 * bytes are kept for each passage.
 */
public final class Highlights {

  /** Characters that are laid out at a time: too few for more candidates than are looked at. */
  private static final int STRETCH = 1_000;

  /** Characters round them that are laid out too, for words and lines that go on there. */
  private static final int MARGIN = 100;

  private static final int STRONG_WORD = 1;
  private static final int CODE_WORD = 1 << 1;
  private static final int OTHER_WORD = 1 << 2;
  private static final int MAY_BE_CODE = 1 << 3;
  private static final int NUMBER = 1 << 4;
  private static final int ALONE = 1 << 5;
  private static final int LINK = 1 << 6;

  private final String text;
  private final int[] starts;
  private final int reach;

  /** What each passage holds, one bit for each of the above. */
  private final byte[] signs;

  private Highlights(String text, int[] starts, int reach) {
    this.text = text;
    this.starts = starts;
    this.reach = reach;
    signs = new byte[starts.length];
  }

  /**
   * The interest of each passage.
   *
   * @param starts where the passages begin, in their order; the first begins the text
   * @param reach passages to either side that are near
   */
  public static Interest[] of(String text, int[] starts, int reach) {
    var highlights = new Highlights(text, starts, reach);
    highlights.look();
    var interests = new Interest[starts.length];
    Arrays.setAll(interests, highlights::interest);
    return interests;
  }

  private void look() {
    int first = 0;
    while (first < starts.length) {
      int behind = first + 1;
      while (behind < starts.length && start(behind + 1) - start(first) <= STRETCH) {
        behind++;
      }
      look(first, behind);
      first = behind;
    }
  }

  private void look(int first, int behind) {
    int from = Math.max(0, start(first) - MARGIN);
    int to = Math.min(text.length(), start(behind) + MARGIN);
    var page = Page.ofPassage(text.substring(from, to));
    int shift = from - Page.PASSAGE_START;
    for (var word : page.findings()) {
      sign(first, behind, word.start() + shift, signs(word));
    }
    for (var link : page.links()) {
      sign(first, behind, link.start() + shift, LINK);
    }
    for (var candidate : Candidates.on(page)) {
      sign(first, behind, candidate.start() + shift, signs(Spot.of(page, candidate)));
    }
  }

  private static int signs(Finding word) {
    boolean other =
        word.means(Meaning.LOGIN) || word.means(Meaning.LINK) || word.means(Meaning.ENTER);
    return (word.means(Meaning.STRONG) ? STRONG_WORD : 0)
        | (word.namesCode() ? CODE_WORD : 0)
        | (other ? OTHER_WORD : 0);
  }

  private static int signs(Spot spot) {
    if (!spot.candidate().shape().hasDigits()) {
      return MAY_BE_CODE;
    }
    return MAY_BE_CODE | NUMBER | (spot.alone() ? ALONE : 0);
  }

  /** Adds to the passage at {@code place}, if it is one of these. */
  private void sign(int first, int behind, int place, int sign) {
    if (place >= start(first) && place < start(behind)) {
      int found = Arrays.binarySearch(starts, first, behind, place);
      signs[found >= 0 ? found : -found - 2] |= (byte) sign;
    }
  }

  private Interest interest(int passage) {
    boolean besideCode = isNear(passage, MAY_BE_CODE);
    if (has(passage, STRONG_WORD) && besideCode) {
      return Interest.STRONG;
    }
    if (has(passage, CODE_WORD)) {
      return besideCode ? Interest.NAMED : Interest.WORD;
    }
    boolean number = has(passage, NUMBER | LINK);
    if (number && has(passage, OTHER_WORD)) {
      return Interest.SIGN_IN;
    }
    return has(passage, ALONE) ? Interest.ALONE : number ? Interest.NUMBER : Interest.NONE;
  }

  private boolean isNear(int passage, int sign) {
    int last = Math.min(signs.length - 1, passage + reach);
    for (int i = Math.max(0, passage - reach); i <= last; i++) {
      if (has(i, sign)) {
        return true;
      }
    }
    return false;
  }

  private boolean has(int passage, int any) {
    return (signs[passage] & any) != 0;
  }

  private int start(int passage) {
    return passage < starts.length ? starts[passage] : text.length();
  }
}
