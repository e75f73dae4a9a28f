package dev.otpost.web.http;

/** For whom a {@link Resource} is. */
public enum Audience {
  /**
   * Also for those outside, on the public port if there is one. It finds out by itself who asks,
   * and tells nothing to anybody else.
   */
  OUTSIDE,
  /** For everybody who gets at the operator's port: what a login needs, with nothing to hide. */
  ANYBODY,
  /** For the operator: who has logged in, or shows an API token, wherever there is either. */
  OPERATOR
}
