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
  /** Something ends. */
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
  /** Says of a code that it is good no more. */
  OLD(32768);

  private final int bit;

  Meaning(int bit) {
    this.bit = bit;
  }

  /** One bit, another for each. */
  int bit() {
    return bit;
  }
}
