/**
 * Watches folders of mailboxes (IMAP4rev1, RFC 3501, and what RFC 9051 keeps of it) and hands each
 * mail that comes to a {@link dev.otpost.message.Receiver}.
 *
 * <p>It promises: no mail is skipped and none is taken in twice, whatever breaks on either side; a
 * watch that has gone deaf is noticed within {@code imap.limits.renew-time} and {@code answer-time}
 * and taken up again, for ever; nothing of a mailbox is changed but what {@code after} says, for
 * mail that is durable here. It never posts, never decides whose a code is, and keeps nothing on
 * disk itself.
 *
 * <p>How one folder is watched can be read in {@link dev.otpost.intake.imap.Watcher}; what is done
 * with a mail, in {@link dev.otpost.intake.imap.Haul}; what is remembered between connections, in
 * {@link dev.otpost.intake.imap.Progress}. {@link dev.otpost.intake.imap.Dialogue} speaks the
 * protocol over a {@link dev.otpost.intake.imap.Link}.
 *
 * <p>RFCs: 2177 (IDLE), 2971 (ID), 3501, 4315 (UIDPLUS), 4616 (PLAIN), 4959 (SASL-IR), 5530
 * (response codes), 6154 (special use), 6851 (MOVE), 8314 (TLS), 9525 (whom a certificate is for).
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Of Angus only the layer that speaks the protocol is used, none of its {@code Store} and
 *       {@code Folder}. Those take a read that times out in IDLE for nothing and are out of step
 *       with the server behind it; drop a FETCH that they cannot parse and call the command done,
 *       which would be a mail skipped; wait without end for an IDLE that was refused; open second
 *       connections behind one's back; and call every NO to a login the same.
 *   <li>No read ever times out by itself. Whoever waits is freed from outside: the {@link
 *       dev.otpost.intake.imap.Timekeeper} says DONE to an IDLE that has lasted for long enough,
 *       and cuts the connection below the encryption when an answer is late. So there is nothing
 *       that a server, or the network, can do to hold a watch for longer: in connecting, in a
 *       handshake, in the middle of an answer, or by not taking what is said to it.
 *   <li>That a server says nothing proves nothing. Each EXISTS counts, with whatever answer it
 *       comes, and there is no waiting while one has come since the last search was said; behind
 *       every wait there is a NOOP and a search. The first wait behind a mail is a short one, for
 *       in the seam between looking and waiting servers have been seen to forget to tell.
 *   <li>A folder has a connection of its own, and all is done over it, by one virtual thread, which
 *       nobody else touches: no pool, no lock, no state that is shared. Ten folders are ten
 *       connections, and the limit says how many an account may have.
 *   <li>Each mail ends in exactly one step of the spool, in the order of the UIDs. What cannot be
 *       read is held for the operator and does not stop the next; only when nothing can be made
 *       durable does the watch stop, before the same mail.
 *   <li>A mail on which the connection is lost each time, because the server crashes over it or
 *       says something that cannot be read to its end, is held after five times ({@link
 *       dev.otpost.intake.imap.Falls}): fewer may be the network, and for ever would be a folder
 *       that is deaf behind it.
 *   <li>Only a round that was carried through, or a mail that was dealt with, is a proof of life: a
 *       watch that fails on the same mail again and again must not look well.
 *   <li>All folders of an account go in through one {@link dev.otpost.intake.imap.Gate}: until a
 *       login was taken they come one by one, and a refused one counts for all, or eight folders
 *       would be eight wrong passwords, and the account locked.
 *   <li>Small mails that wait together are fetched together, 256 KiB at a time: after an absence,
 *       or over a slow line, each would cost an answer otherwise, and the code that is wanted is
 *       the last of them.
 *   <li>What is known of a folder is its UIDVALIDITY and the UID up to which it was looked through.
 *       When the former changes, the last day is looked through again: what is older is past its
 *       life whatever the settings, and what is known is known by its fingerprint.
 *   <li>A mail is asked for in pieces of 64 KiB, so that each has the time of an answer and no slow
 *       line is taken for a dead one; what a server announces is looked at before the library makes
 *       room for it ({@link dev.otpost.intake.imap.Gauge}).
 *   <li>STARTTLS is said before the library sees the connection ({@link
 *       dev.otpost.intake.imap.Link}), octet by octet, so that nothing said in the clear can be
 *       taken for something said after it; there is no way to a password but through it.
 *   <li>What a server says is shown to the operator, without control characters and no more than
 *       200 characters of it; nothing of ours is ever in it.
 * </ul>
 */
@NullMarked
package dev.otpost.intake.imap;

import org.jspecify.annotations.NullMarked;
