package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the mails begin that are quoted below an answer, by the lines that say who wrote them, and
 * when. Made for one page; immutable.
 */
final class Attributions {

  /** Characters of a line that says who wrote what follows, and when. */
  private static final int DATED_CHARS = 20;

  /** Characters of the name of a field in such a line, where there is one a line. */
  private static final int FIELD_CHARS = 20;

  private final Page page;
  private final int[] places;

  Attributions(Page page) {
    this.page = page;
    places = read().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** How often what stands at {@code place} is quoted, by marks or below such a line. */
  int depth(int place) {
    int found = Arrays.binarySearch(places, place);
    return page.quoteDepth(place) + (found >= 0 ? found : -found - 1);
  }

  /** Where lines such as "On 20 Nov 2026 at 17:03, Ann wrote:" end, and what Outlook writes so. */
  private List<Integer> read() {
    var found = new ArrayList<Integer>();
    blocks(found);
    int colon = page.text().indexOf(":\n");
    while (colon >= 0) {
      var line = page.line(colon);
      if (line.length() > DATED_CHARS
          && !page.inSubject(line.start())
          && page.in(line).noneMatch(Finding::namesCode)
          && hasClock(line)) {
        found.add(colon);
      }
      colon = page.text().indexOf(":\n", colon + 1);
    }
    return found;
  }

  /** "From: Ann <ann@a.example>" and right below it "Sent: 20 November 2026 17:03". */
  private void blocks(List<Integer> found) {
    int at = page.text().indexOf('@');
    while (at >= 0) {
      var line = page.line(at);
      var below = page.line(Math.min(line.end() + 1, page.text().length()));
      if (!page.inSubject(at) && isField(line) && isField(below) && hasClock(below)) {
        found.add(line.start());
      }
      at = page.text().indexOf('@', line.end());
    }
  }

  private boolean isField(Span line) {
    int colon = page.text().indexOf(':', line.start(), line.end());
    return colon >= line.start() && colon - line.start() <= FIELD_CHARS && colon + 1 < line.end();
  }

  private boolean hasClock(Span line) {
    for (int i = line.start() + 1; i < line.end() - 2; i++) {
      if (page.typed(i) == ':'
          && Glyphs.isDigit(page.typed(i - 1))
          && Glyphs.isDigit(page.typed(i + 1))
          && Glyphs.isDigit(page.typed(i + 2))) {
        return true;
      }
    }
    return false;
  }
}
