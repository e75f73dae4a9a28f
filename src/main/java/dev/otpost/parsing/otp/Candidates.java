package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what has the shape of a code, and passes over what has that of something else: {@link
 * Cluster} and {@link DigitRow} say what belongs together, {@link Writing} what may be a code as it
 * is written, {@link Neighbours} what is one of another sort of number. One walk over the page,
 * links left out; not thread-safe.
 */
final class Candidates {

  /**
   * A mail with more than this is a list; of what comes later only what is called a code counts.
   */
  static final int MOST = 300;

  /** And of that no more than this. */
  private static final int MOST_CALLED_CODE = 100;

  /** Characters to the word by which one in a list is called a code. */
  private static final int CALLED_WITHIN = 100;

  private final Page page;
  private final Neighbours neighbours;
  private final List<Candidate> found = new ArrayList<>();

  private Candidates(Page page) {
    this.page = page;
    neighbours = new Neighbours(page);
  }

  /** In the order in which they stand there. */
  static List<Candidate> on(Page page) {
    var candidates = new Candidates(page);
    candidates.walk();
    return candidates.found;
  }

  private void walk() {
    int i = 0;
    int link = 0;
    while (i < page.text().length() && found.size() < MOST + MOST_CALLED_CODE) {
      if (link < page.links().size() && i >= page.links().get(link).start()) {
        i = Math.max(i, page.links().get(link).end());
        link++;
      } else if (!Glyphs.isAlnum(page.typed(i))) {
        i++;
      } else {
        i = cluster(Cluster.at(page, i));
      }
    }
  }

  /** Returns where the walk goes on. */
  private int cluster(Cluster cluster) {
    if (cluster.isDigits()) {
      var row = DigitRow.from(page, cluster);
      row.codes().forEach(span -> take(Writing.digits(span, typed(span))));
      return row.end();
    }
    if (!cluster.isWord() || cluster.hasHyphen()) {
      take(Writing.mixed(cluster.span(), typed(cluster.span())));
    }
    return cluster.end();
  }

  private void take(Optional<Candidate> written) {
    written
        .filter(code -> found.size() < MOST || isCalledCode(code))
        .filter(code -> !neighbours.claim(new Span(code.start(), code.end())))
        .ifPresent(found::add);
  }

  private boolean isCalledCode(Candidate code) {
    return page.inSpan(code.start() - CALLED_WITHIN, code.end() + CALLED_WITHIN)
        .anyMatch(
            word ->
                word.means(Meaning.STRONG) || (word.namesCode() && word.start() < code.start()));
  }

  private String typed(Span span) {
    var typed = new StringBuilder(span.length());
    for (int i = span.start(); i < span.end(); i++) {
      typed.append(page.typed(i));
    }
    return typed.toString();
  }
}
