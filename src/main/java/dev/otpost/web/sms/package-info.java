/**
 * Text messages come in here, from Twilio or from a program of the user's, and go the way of mail:
 * read, decided upon, on the disk, and only then the yes.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A text message becomes a mail by {@link dev.otpost.message.TextMessage}, so that there is
 *       one way through otpost, one spool and one finder of codes. What says that it is one is the
 *       {@link dev.otpost.message.Source}, which nobody but this room sets: no mail can pass for a
 *       text message.
 *   <li>The identifier is the number that it was sent to; {@link dev.otpost.message.PhoneNumber}
 *       says how numbers are written. Aliases and {@code identifiers.allow} hold for it; senders,
 *       DKIM and the recipients of SMTP are not asked, for whoever hands it in has shown a token.
 *   <li>What has a name (Twilio's MessageSid, {@code id}), or a time, and comes again is answered
 *       with yes and posted once. What has neither may well be two messages.
 *   <li>Its life is counted from {@code received_at} where that is said, for a gateway that was cut
 *       off brings old texts; else from when it came in here. Of two of one sender the one that was
 *       received earlier is the older one.
 *   <li>Twilio's signature covers the URL as Twilio calls it, so that a proxy that changes the host
 *       needs {@code http.public-url}. A query is part of it, in the form in which otpost would
 *       write it; a URL without one is simplest.
 *   <li>Without a token a way in is not there: 404, as for any path.
 * </ul>
 */
@NullMarked
package dev.otpost.web.sms;

import org.jspecify.annotations.NullMarked;
