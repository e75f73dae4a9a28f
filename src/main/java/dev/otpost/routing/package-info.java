/**
 * Decides whose code a mail brings, and whether otpost may post it.
 *
 * <p>{@link dev.otpost.routing.Router} is pure: the same envelope and letter always come to the
 * same decisions, one for each recipient, each with its reason in words that an operator
 * understands. It reads no mail, keeps nothing and knows only the words of {@code message}.
 *
 * <p>The identifier is the address that the site wrote to, for that is what users type into a run.
 * {@link dev.otpost.routing.Ladder} looks for it rung by rung; fields that forwarding systems leave
 * behind come late, since they name the mailbox and not the alias that was written to.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>There is always an identifier; the last resort is the gateway's own address, and says
 *       {@code UNSURE}. A code posted under an address for which nobody waits does no harm, a mail
 *       that is held too long does. None is guessed: the first of several addressees is no better
 *       than the second.
 *   <li>A route is chosen by the recipient and by the site, and of several the one that says most:
 *       what is written in the configuration decides, never the order in which it is written.
 *   <li>A tag of the recipient beats a route whose pattern does not speak of tags, for whoever
 *       wrote it meant this very mail.
 *   <li>A trace counts if it stands above what the author wrote. Exchange's two stand anywhere, for
 *       Exchange writes them there; the reverse-path without a mark counts last, and only if it can
 *       be neither the site's nor a machine's.
 *   <li>A text message is one only if the mail says so, and the number only if a label says that it
 *       is the receiver's and no second one does.
 *   <li>{@code identifiers.allow} is for what anybody can write into a mail; it is asked last, of
 *       what would be posted.
 *   <li>Gmail's question whether it may forward is recognised before anything else and never
 *       posted: it is for the operator. Its link stands in no reason.
 *   <li>Bounces (RFC 3464), receipts (RFC 8098) and automatic replies (RFC 3834) are ignored, and
 *       stay visible. In doubt it is none: codes are sent by machines too.
 *   <li>What is posted is the text unless the operator wants the bare code: only he knows whether
 *       whoever reads it at the other end expects text. Where no code is certain it is the text in
 *       either case, for Skyvern may find what otpost does not.
 *   <li>A mail in a watched mailbox has lost its envelope; {@link dev.otpost.routing.LostEnvelope}
 *       finds again what the last server wrote into the header. A reverse-path that nobody knows is
 *       not the null one: no mail is taken for a bounce on account of it.
 *   <li>A person's mailbox is an identifier, as is each tag of it: the site wrote to it. Where the
 *       mail names it that decides, whoever stands beside it; what was forwarded into it from
 *       another mailbox is that one's, as by SMTP, so that a mail that comes both ways is one. The
 *       last resort is the mailbox itself, and that is not unsure: it did lie there.
 *   <li>A mailbox that collects the mail of an address of the gateway is as good as SMTP, tags,
 *       routes and all.
 *   <li>How long a code is good is counted from when the mailbox's server took the mail in, for
 *       otpost may have been away; {@link dev.otpost.routing.Origin} says when that is not
 *       believed.
 *   <li>A {@link dev.otpost.routing.Filter} is asked of the header alone first, so that most of an
 *       inbox is never fetched. Of a mail that a person forwarded either author will do, but only
 *       where the subject shows it: else every mail would have to be fetched to look inside. It
 *       hides no question of Gmail's, without which nothing can be set up.
 *   <li>In a mailbox what has neither code nor link is ignored, if that is wanted, before anybody
 *       is asked to look at it because nothing can be read in it. What otpost failed to read is
 *       held all the same.
 *   <li>Nothing here authenticates: whoever knows the gateway's address can write any To. That
 *       addresses be secret, or checked, is the listener's affair and the operator's.
 *   <li>{@link dev.otpost.routing.Senders} says whose mail is taken in, from what others found out:
 *       the author as the mail names him, and what DKIM proves. Where proof is asked for, a pattern
 *       is held against the proved author only, never against a forwarded block, which is text.
 *   <li>{@link dev.otpost.routing.TestMail} comes before every rule, and past all of them: it tests
 *       the way, not the rules. That door is for whoever can read the spool and nobody else: each
 *       voucher is sealed with a key of the spool, for one code, for some minutes and for one mail.
 *       One that is forged, old or used is not even looked at askance: its mail is one like any
 *       other.
 * </ul>
 */
@NullMarked
package dev.otpost.routing;

import org.jspecify.annotations.NullMarked;
