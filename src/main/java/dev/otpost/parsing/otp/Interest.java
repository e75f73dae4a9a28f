package dev.otpost.parsing.otp;

/** How much a passage matters to somebody who looks for a code or a link, the least first. */
public enum Interest {
  /** There is nothing to type and nowhere to go. */
  NONE,
  /** It holds what may be a code as it is written, or a link. */
  NUMBER,
  /** What may be a code stands on a line of its own. */
  ALONE,
  /** It holds a word for a code, and nothing near it may be one. */
  WORD,
  /** What may be a code, or a link, stands beside a word for signing in or for typing. */
  SIGN_IN,
  /** It holds a word for a code, and near it stands what may be one. */
  NAMED,
  /** The same, and the word means a one-time code and nothing else. */
  STRONG
}
