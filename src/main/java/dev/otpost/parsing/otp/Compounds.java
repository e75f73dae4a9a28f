package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

/**
 * Names that are made of two words of the table, and mean more than each: "code de vérification" is
 * as good as "one-time password". Not thread-safe.
 */
final class Compounds {

  /** Characters between the two halves of a name such as "code for verification". */
  private static final int GAP = 12;

  /** Spaces between them: "código da turma e senha" is two things. */
  private static final int SPACES = 3;

  private final Page page;
  private final boolean trade;

  /**
   * On a page.
   *
   * @param trade whether it speaks of what shops and hosts write about
   */
  Compounds(Page page, boolean trade) {
    this.page = page;
    this.trade = trade;
  }

  /** A code beside a word for signing in is a code for signing in: "code de vérification". */
  List<Finding> named(List<Finding> all) {
    var named = new ArrayList<Finding>(all.size());
    for (int i = 0; i < all.size(); i++) {
      var finding = all.get(i);
      boolean compound =
          finding.means(Meaning.CODE)
              && ((i > 0 && compound(all.get(i - 1), finding))
                  || (i + 1 < all.size() && compound(finding, all.get(i + 1))));
      named.add(
          compound
              ? new Finding(
                  finding.start(), finding.end(), finding.meanings() | Meaning.STRONG.bit(), 0)
              : finding);
    }
    return named;
  }

  private boolean compound(Finding a, Finding b) {
    return (isPurpose(a) || isPurpose(b))
        && b.start() - page.endOfWord(a) <= GAP
        && spacesBetween(page.endOfWord(a), b.start()) <= SPACES
        && (a.end() == b.start() || !page.partedBetween(a.end(), b.start()));
  }

  private int spacesBetween(int from, int to) {
    int spaces = 0;
    for (int i = from; i < to; i++) {
      spaces += page.text().charAt(i) == ' ' ? 1 : 0;
    }
    return spaces;
  }

  /** A code that confirms may be that of a booking, where the mail speaks of such things. */
  private boolean isPurpose(Finding finding) {
    return finding.means(Meaning.LOGIN) || (finding.means(Meaning.LINK) && !trade);
  }
}
