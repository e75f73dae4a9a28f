package dev.otpost.parsing.otp;

/**
 * Shops, hosts and carriers send codes too: for a discount, a locker, a booking, a meeting. Words
 * of trade in the sentence of a number say most; elsewhere they may be the footer of a shop to
 * which one signs in. What tells the two apart is the subject, and whether the mail asks for
 * something: nobody waits for the check code of a policy to be typed within ten minutes.
 */
final class Trade {

  private Trade() {}

  /** Points that it takes off, 0 or more. */
  static int weighsAgainst(Page page, Spot spot, Naming naming) {
    return page.says(Meaning.TRADE) && !naming.urgent()
        ? inText(page, spot, naming) + inSubject(page, spot, naming)
        : 0;
  }

  private static int inText(Page page, Spot spot, Naming naming) {
    // "Your stay: confirmation 7719024" confirms as well.
    boolean signsIn =
        page.subjectIsAboutSigningIn()
            && (naming.strong()
                || page.asks()
                || page.subjectSays(Meaning.STRONG, Meaning.CODE, Meaning.LOGIN));
    if (!signsIn) {
      return naming.strong() ? (page.asks() ? 10 : 35) : 30;
    }
    if (naming.strong() || !page.says(spot.sentence(), Meaning.TRADE)) {
      return 0;
    }
    // A subject that says "code" and no more may be that of a discount.
    boolean sure =
        page.subjectSays(Meaning.STRONG, Meaning.LOGIN)
            || page.says(spot.sentence(), Meaning.LOGIN)
            || page.says(spot.sentence(), Meaning.LINK);
    return sure ? 10 : 40;
  }

  private static int inSubject(Page page, Spot spot, Naming naming) {
    if (!page.subjectSays(Meaning.TRADE)) {
      return 0;
    }
    boolean both = page.subjectSays(Meaning.STRONG, Meaning.CODE, Meaning.LOGIN);
    boolean told = naming.strong() && page.says(spot.sentence(), Meaning.ENTER);
    // A locker asks for its code too.
    boolean locker = !naming.strong() && !page.isAboutSigningIn();
    return (both || told ? 15 : 35) + (page.asks() && !locker ? 0 : 35);
  }
}
