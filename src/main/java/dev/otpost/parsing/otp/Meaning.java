package dev.otpost.parsing.otp;

/** What a word of the table says about a mail or about the number beside it. */
enum Meaning {
  /** Means a one-time code and nothing else. */
  STRONG(1),
  /** Means a code, which may be one for a discount. */
  CODE(2),
  /** Signing in, verifying, safety. */
  LOGIN(4),
  /** Stands on a link that confirms, but elsewhere too. */
  LINK(8),
  /** Something lasts or ends. */
  VALID(16),
  SEC(32),
  MIN(64),
  HOUR(128),
  DAY(256),
  /** A number in words. */
  NUM(512),
  /** What shops, carriers and newsletters write about. */
  TRADE(1024),
  /** The name of a number that is no code. */
  LABEL(2048),
  /** Stands on a link that does not sign in. */
  NOLINK(4096),
  /** Tells of something that has happened. */
  ALERT(8192),
  /** Tells the reader to type or to use something. */
  ENTER(16384),
  /** Says of a code that it is good no more, or but an example. */
  OLD(32768),
  /** Stands at a stretch of time and does not say of what. */
  WITHIN(65_536),
  /** The time in its clause is that of something else. */
  ASIDE(131_072),
  /** A stretch of time in words. */
  SPAN(262_144);

  private final int bit;

  Meaning(int bit) {
    this.bit = bit;
  }

  /** Whether it is about time, and of no use to find a code or link. */
  boolean ofTime() {
    return switch (this) {
      case VALID, WITHIN, ASIDE, SEC, MIN, HOUR, DAY, NUM, SPAN -> true;
      case STRONG, CODE, LOGIN, LINK, TRADE, LABEL, NOLINK, ALERT, ENTER, OLD -> false;
    };
  }

  /** One bit, another for each. */
  int bit() {
    return bit;
  }
}
