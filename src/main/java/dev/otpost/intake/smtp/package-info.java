/**
 * The SMTP listener: takes in mail for the configured recipients from anybody on the network, and
 * answers 250 only when the mail is durable.
 *
 * <p>It keeps to RFC 5321 (SMTP) with PIPELINING (RFC 2920), SIZE (1870), 8BITMIME (6152), SMTPUTF8
 * (6531) and enhanced status codes (2034, 3463). It never relays, never looks anything up in the
 * DNS itself (the receiver may, where a sender must prove himself by DKIM, and says so by its
 * reply), never changes a byte of a mail but the dots that SMTP stuffs, and never logs what a
 * client typed.
 *
 * <p>How it is made: a {@link dev.otpost.intake.smtp.Door} accepts connections, the {@link
 * dev.otpost.intake.smtp.Lobby} says who may come in and who must make room, and each client has a
 * {@link dev.otpost.intake.smtp.Session} on a virtual thread: it reads a {@link
 * dev.otpost.intake.smtp.Line}, has one of the {@link dev.otpost.intake.smtp.Commands} answer it,
 * and says the {@link dev.otpost.intake.smtp.Answer}. Below it {@link dev.otpost.intake.smtp.Wire}
 * holds the deadlines, for what is in the clear and for TLS alike.
 *
 * <p>There was a library here, SubEtha SMTP. It stopped accepting when its places were taken, cut
 * lines at a length of its own, answered some mistakes without an enhanced code and waited without
 * bound at the end; none of that could be mended from outside, and with a loop of our own nothing
 * of it was left. Its client is one of those that the tests call us with.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A mail ends at CRLF.CRLF and nowhere else ({@link dev.otpost.intake.smtp.BodyReader}): what
 *       other servers take for an end is content here, so no second mail can be smuggled in behind
 *       a first. A mail that is refused is read to its end all the same, or its rest would be taken
 *       for commands.
 *   <li>No CHUNKING: a BDAT that breaks off is hard to tell from a whole mail. A client that sends
 *       one anyway is disconnected, since the octets behind it must not be read as commands.
 *   <li>MAIL and RCPT are read strictly, for the address is what a code is filed under. Two things
 *       seen in honest mail are allowed beyond the RFC: dots anywhere in a local part, and {@code
 *       _} in a domain.
 *   <li>Replies are gathered and leave in one write when the next read would wait: a pipelined
 *       group costs one segment instead of ten. TCP_NODELAY is set, so that no reply waits for an
 *       acknowledgement.
 *   <li>Closing leaves the port first, says 421 to whoever is idle, and waits a while for mails
 *       under way: a mail turned away comes back after minutes, when its code is stale. A mail that
 *       has its dot but is not kept when the time is over is answered 451: the client brings it
 *       again, and if it was kept after all it is known by its Message-ID, or by its text and Date.
 *   <li>Who does nothing holds no place that others need: when all are taken, the session that has
 *       got no further for the longest time, half a second at least, is told 421. An octet now and
 *       then is no getting further. Nobody is exempt from the limits for one source, not even this
 *       machine: whoever has a mail server in front says so in {@code smtp.limits.*}.
 *   <li>{@code postmaster} is refused like any other address that is not ours (RFC 5321 4.5.1 wants
 *       it to be taken): this is no mail system of a domain, and nobody would read it here.
 *   <li>A source route, a percent sign, an exclamation mark or a second {@code @} in a recipient
 *       asks us to pass mail on, and is refused whatever the domain (RFC 5321 3.6.1 allows that).
 *   <li>Of what clients do wrong the log has the first few of a kind from one source in a minute,
 *       and then how many more there were ({@link dev.otpost.intake.smtp.Events}).
 *   <li>Encryption is what any mail server can have and none must prove (RFC 7435): without a
 *       certificate of an authority one is made, since most of the world's mail servers encrypt
 *       with any. OkHttp's {@code HeldCertificate} makes it, 120 KB beside an OkHttp that is there
 *       already; the JDK reads certificates but has no supported way to make one, and to write its
 *       ASN.1 ourselves would be more code to get wrong. It is loaded only where no files are given
 *       ({@link dev.otpost.intake.smtp.Credentials}).
 *   <li>Key files are read by hand ({@code message.pem}): the JDK's own reading of PEM is a preview
 *       still. What the older forms of a key leave out, its kind and curve, is taken from the
 *       certificate, so that there is no ASN.1 to be taken apart in a private key.
 *   <li>An encrypted connection never closes the one below: who owns the socket decides how its
 *       last words get out, and a close above it would wait for the peer.
 *   <li>What clients may ask of memory is shared out beforehand ({@link
 *       dev.otpost.intake.body.Capacity}): a body grows in a {@link
 *       dev.otpost.intake.body.MailSack} only by what it was granted, goes to a file without a name
 *       above 256 KiB or when memory is short, and is read back only when the heap bears what
 *       reading it costs. A crowd of large mails is told 452 and comes again; small ones, in which
 *       codes come, have shares of their own and do not wait for large ones. The files lie beside
 *       the spool and not in the temporary directory, which may be memory too.
 *   <li>Deadlines are measured with {@link System#nanoTime}, not with the clock that stamps mails:
 *       a correction of the wall clock must not cut sessions.
 *   <li>Only a listed load balancer is asked whose its connections are ({@link
 *       dev.otpost.intake.smtp.ProxyHeader}), and must say so: a header that may be missing could
 *       be made up by the client behind it. It is read octet by octet, so nothing of the client's,
 *       its TLS hello for one, is lost.
 *   <li>Of the mechanisms of AUTH there are PLAIN and LOGIN ({@link dev.otpost.intake.smtp.Sasl}):
 *       those that hide the password from a listener need it in clear on our disk, and TLS hides it
 *       better. A password is looked at in one thread ({@link dev.otpost.intake.smtp.Passwords}),
 *       at the same cost whether there is such a user or not.
 * </ul>
 */
@NullMarked
package dev.otpost.intake.smtp;

import org.jspecify.annotations.NullMarked;
