/**
 * Finds out by DKIM (RFC 6376, 8301, 8463) whether a mail comes from the domain in its From, and
 * says it in the words of RFC 8601.
 *
 * <p>{@link dev.otpost.intake.dkim.Signatures} takes the bytes of a mail and answers within five
 * seconds, whatever the mail is and whatever the DNS does. It asks the DNS for keys of domains that
 * the mail's own From names, by the resolvers of this machine, and does nothing else on the
 * network. Nothing of it is loaded before it is asked for the first time.
 *
 * <p>How it is made: Apache James jDKIM reads signatures and keys and brings header and body into
 * the form that is signed. The rest of jDKIM 0.5 is not used: it opens mails by a parser that gives
 * up on long fields, takes header text for UTF-8, looks up names relative to the machine's own
 * domain without a time limit, lets one signature dated in the future hide all below it, accepts
 * SHA-1 and keys of any length, and does not know Ed25519. So the header is cut up here ({@link
 * dev.otpost.intake.dkim.Header}), the keys are asked for here ({@link
 * dev.otpost.intake.dkim.DnsTextRecords}), and the last step, the signature itself, is the JDK's
 * ({@link dev.otpost.intake.dkim.SignatureCheck}).
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A pass is said only of the author: the mail has one From with one mailbox, and the domain
 *       that signed is that of the mailbox or one above it, of two labels at least. Signatures of
 *       others are left aside before anything is looked up, so nobody can have otpost ask for keys
 *       of domains that have nothing to do with the mail.
 *   <li>A field that there may be once (RFC 5322 3.6) and is there twice is a fail: the signature
 *       is about the lower one, people and parsers read the upper one. So is a Subject that is not
 *       signed, for it is posted. Bare CR and LF in a header, where parsers differ on what is a
 *       line, are refused with it.
 *   <li>A signature of a part of the body ({@code l=}) is refused: anything may stand behind it. So
 *       are SHA-1 and RSA keys below 1024 bits (RFC 8301), and, since they cost time, above 8192.
 *   <li>{@code t=}, when it was signed, is not looked at: clocks differ by seconds, and a mail that
 *       comes faster than they agree is not a forgery. {@code x=} is kept to. A key in testing mode
 *       counts, as it does with the large receivers.
 *   <li>A mail whose first line ends in a bare LF came through a pipe or a file: its lines are
 *       taken to have ended in CRLF when it was signed.
 *   <li>dnsjava rather than the JDK's own DNS (JNDI): that joins the strings of a TXT record with
 *       blanks, and drops its quotes.
 * </ul>
 */
@NullMarked
package dev.otpost.intake.dkim;

import org.jspecify.annotations.NullMarked;
