package dev.otpost.routing;

import dev.otpost.message.Wildcards;

/**
 * Whose mail is taken in.
 *
 * @param allow patterns for the author's address; empty if anybody's
 * @param require what an author must prove
 */
public record SenderSettings(Wildcards allow, Require require) {

  /** Everybody's, unproved. */
  public static final SenderSettings ANYBODY = new SenderSettings(Wildcards.NONE, Require.NONE);

  /** What an author must prove. */
  public enum Require {
    /** Nothing. */
    NONE,
    /** That the mail comes from the domain in its From, by a signature of that domain. */
    DKIM
  }
}
