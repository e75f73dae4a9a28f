package dev.otpost.parsing.otp;

import dev.otpost.message.Otp;

/**
 * Decides which link signs in. It takes three things: words on the link or in front of it that say
 * so, an address that can only be meant for one person (a token), and a mail that is about it.
 * Never fetched, and byte for byte as it stands in the mail but for what a mail filter put round
 * it.
 */
final class LinkLadder {

  private static final int ENOUGH = 80;
  private static final int CLEAR = 15;

  /** Characters in front of a link that may be its text. */
  private static final int ANCHOR_CHARS = 90;

  /** Links that are looked at; a mail that signs in has few. */
  private static final int MOST = 200;

  /** Marks that end a sentence or a bracket, and no address. */
  private static final String MARKS = ".,;:!?)]}'";

  private final Page page;

  private LinkLadder(Page page) {
    this.page = page;
  }

  static Ranking.Verdict decide(Page page) {
    return new LinkLadder(page).decide();
  }

  private Ranking.Verdict decide() {
    var ranking = new Ranking(ENOUGH, CLEAR);
    for (int i = 0; i < page.links().size() && i < MOST; i++) {
      weigh(i, ranking);
    }
    return ranking.verdict(Otp.MagicLink::new, "links that may each be the one");
  }

  private void weigh(int index, Ranking ranking) {
    var anchor = anchor(index);
    if (page.says(anchor, Meaning.NOLINK)) {
      // "Unsubscribe", "not you?", "help": whatever its address holds.
      return;
    }
    boolean signsIn = page.says(anchor, Meaning.LOGIN);
    if (!signsIn && !page.says(anchor, Meaning.LINK)) {
      // Nothing invites to click on it for this.
      return;
    }
    var link = page.links().get(index);
    var address = LinkAddress.of(trimmed(link));
    if (address.isFrontPage() || address.isElsewhere()) {
      return;
    }
    var evidence = new Evidence();
    if (signsIn) {
      evidence.add(40, "its text says that it signs in");
    } else {
      evidence.add(35, "its text says that it confirms");
    }
    weighAddress(address, evidence);
    weighMail(evidence);
    ranking.add(address.url(), link.start(), evidence);
  }

  private static void weighAddress(LinkAddress address, Evidence evidence) {
    if (address.says(WordList.PATH)) {
      evidence.add(25, "its address says so");
    }
    if (address.says(WordList.NOPATH)) {
      evidence.take(60);
    }
    if (address.hasToken()) {
      evidence.add(20, "it holds a token");
    } else {
      evidence.take(40);
    }
  }

  /** What the mail as a whole says of itself. */
  private void weighMail(Evidence evidence) {
    if (page.subjectSays(Meaning.LOGIN, Meaning.LINK)) {
      evidence.add(25);
    }
    if (page.times().stream().anyMatch(word -> word.means(Meaning.VALID))) {
      evidence.add(5);
    }
    boolean sure = page.subjectIsAboutSigningIn();
    if (page.says(Meaning.TRADE)) {
      evidence.take(sure ? 0 : 20);
    }
    if (page.subjectSays(Meaning.TRADE)) {
      evidence.take(page.subjectSays(Meaning.LOGIN) ? 15 : 40);
    }
    if (page.says(Meaning.ALERT)) {
      evidence.take(sure ? 15 : 40);
    }
  }

  /** Without the mark that ends the sentence in which it stands; inside brackets it is whole. */
  private String trimmed(Span link) {
    int end = link.end();
    boolean bracketed = end < page.text().length() && page.text().charAt(end) == '>';
    while (!bracketed && end > link.start() && MARKS.indexOf(page.text().charAt(end - 1)) >= 0) {
      end--;
    }
    return page.text().substring(link.start(), end);
  }

  /** The text that is clicked on: what stands in front on the line, or the line above. */
  private Span anchor(int index) {
    var link = page.links().get(index);
    var line = page.line(link.start());
    int from = Math.max(line.start(), link.start() - ANCHOR_CHARS);
    if (index > 0) {
      from = Math.max(from, page.links().get(index - 1).end());
    }
    if (page.text().substring(from, link.start()).chars().anyMatch(Character::isLetter)) {
      return new Span(from, link.start());
    }
    var above = page.lineAbove(line);
    boolean bracketed = link.start() > 0 && page.text().charAt(link.start() - 1) == '<';
    if (page.inSubject(above.start())
        || above.length() == 0
        || (bracketed && !introduces(above, line))) {
      // A picture without a text.
      return new Span(link.start(), link.start());
    }
    var sentence = page.sentence(above.end() - 1, above.end() - 1);
    return new Span(Math.min(sentence.start(), above.start()), above.end());
  }

  /** A short line right above, or one that ends with a colon: clients wrap in front of a link. */
  private boolean introduces(Span above, Span line) {
    return page.text().charAt(above.end() - 1) == ':'
        || (above.end() + 1 == line.start() && above.length() <= ANCHOR_CHARS);
  }
}
