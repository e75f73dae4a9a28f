package dev.otpost.message;

import java.util.Locale;

/**
 * What a mail's DKIM signatures (RFC 6376) say about who wrote it.
 *
 * @param verdict what they came to
 * @param domain that signed ({@code d=}), in lower case; empty if that is not known or nobody did
 * @param because the reason in words, without anything that the mail says but the domain; empty
 *     only if it was not looked at
 */
public record Dkim(Verdict verdict, String domain, String because) {

  /** It was not looked at: nothing that is configured asks for it. */
  public static final Dkim UNCHECKED = new Dkim(Verdict.UNCHECKED, "", "");

  /** The words of RFC 8601 2.7.1, and one for what was not looked at. */
  public enum Verdict {
    /** Nobody looked. */
    UNCHECKED,
    /** There is no signature. */
    NONE,
    /** There is a good one, of the domain of the author or of one above it. */
    PASS,
    /** The mail is not what was signed, or its key was withdrawn. */
    FAIL,
    /**
     * Whatever is signed, it is not enough for this gateway: another domain, a weak key, a part.
     */
    POLICY,
    /** It cannot be known just now: the DNS does not answer. */
    TEMPERROR,
    /** It can never be known: no such key, or a signature that cannot be understood. */
    PERMERROR;

    /** As it is stored and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Verdict of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether it is proved that a mail whose From is {@code author} comes from his domain. */
  public boolean vouchesFor(Address author) {
    return verdict == Verdict.PASS && speaksFor(domain, author.domain());
  }

  /**
   * Whether a signature of {@code signer} counts for {@code domain}: it is the same or one above
   * it, and no top-level domain. Two below the same one are strangers to each other, for who may
   * call himself a part of what only a list of public suffixes tells.
   */
  public static boolean speaksFor(String signer, String domain) {
    return signer.indexOf('.') > 0
        && (domain.equals(signer) || domain.endsWith("." + signer))
        && !signer.endsWith(".");
  }
}
