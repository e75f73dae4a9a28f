package dev.otpost.parsing.otp;

/** What a word of the table says about a mail or about the number beside it. */
enum Meaning {
  /** Means a one-time code and nothing else. */
  STRONG(0),
  /** Means a code, which may be one for a discount. */
  CODE(1),
  /** Signing in, verifying, safety. */
  LOGIN(2),
  /** Stands on a link that confirms, but elsewhere too. */
  LINK(3),
  /** Something lasts or ends. */
  VALID(4),
  SEC(5),
  MIN(6),
  HOUR(7),
  DAY(8),
  /** A number in words. */
  NUM(9),
  /** What shops, carriers and newsletters write about. */
  TRADE(10),
  /** The name of a number that is no code. */
  LABEL(11),
  /** Stands on a link that does not sign in. */
  NOLINK(12),
  /** Tells of something that has happened. */
  ALERT(13),
  /** Tells the reader to type or to use something. */
  ENTER(14),
  /** A number of no sort: "number", "no.". */
  NUMBER(15),
  /** Says of a code that it is good no more. */
  OLD(16),
  /** Stands at a stretch of time and does not say of what. */
  WITHIN(17),
  /** The time in its clause is that of something else. */
  ASIDE(18),
  /** A stretch of time in words. */
  SPAN(19),
  /** Means all this in capitals only. */
  CAPITALS(20),
  /** Says of a code that it is but an example. */
  EXAMPLE(21);

  private final int place;

  /**
   * A meaning.
   *
   * @param place of its bit, another for each
   */
  Meaning(int place) {
    this.place = place;
  }

  /** Whether it is about time, and of no use to find a code or link. */
  boolean ofTime() {
    return switch (this) {
      case VALID, WITHIN, ASIDE, SEC, MIN, HOUR, DAY, NUM, SPAN -> true;
      case STRONG,
          CODE,
          NUMBER,
          LOGIN,
          LINK,
          TRADE,
          LABEL,
          NOLINK,
          ALERT,
          ENTER,
          OLD,
          CAPITALS,
          EXAMPLE ->
          false;
    };
  }

  /** One bit, another for each. */
  int bit() {
    return 1 << place;
  }
}
