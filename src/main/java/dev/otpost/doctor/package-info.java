/**
 * Sends a mail of otpost's own through everything, and says how far it came: each hop with its
 * time, and where it breaks, what to do.
 *
 * <p>{@link dev.otpost.doctor.Doctor} asks a {@link dev.otpost.doctor.Patient} for what other rooms
 * know, and speaks to the listener itself, by SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH
 * PLAIN (RFC 4954), as a mail server would.
 *
 * <p>Promises: every step ends, in {@code patience} at most; the mail leaves nothing behind that
 * asks for the operator; no code, key or password is in what is said.
 *
 * <p>Never: it changes no setting, and no mail of others.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The SMTP client is one of our own, a hundred lines, rather than Angus Mail: each reply is
 *       needed by itself, to say what to do about it, and the certificate is looked at, not judged.
 *   <li>The first step that fails ends the test, but for clearing up, which is always done. What
 *       cannot be known from here, as how the internet sees us, is a hint and fails nothing.
 *   <li>The mail is the site's, not a forwarded one: what comes by a mailbox is the mailbox's
 *       affair.
 *   <li>Its identifier is random, below {@code otpost.invalid}: no run waits for it, and whoever
 *       counts mail can leave it out.
 * </ul>
 */
@NullMarked
package dev.otpost.doctor;

import org.jspecify.annotations.NullMarked;
