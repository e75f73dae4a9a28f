/**
 * The SMTP listener: takes in mail for the configured recipients from anybody on the network, and
 * answers 250 only when the mail is durable.
 *
 * <p>It keeps to RFC 5321 (SMTP) with PIPELINING (RFC 2920), SIZE (1870), 8BITMIME (6152), SMTPUTF8
 * (6531) and enhanced status codes (2034, 3463). It never relays, never looks anything up in the
 * DNS, never changes a byte of a mail but the dots that SMTP stuffs, and never logs what a client
 * typed.
 *
 * <p>How it is made: SubEtha SMTP accepts connections, gives each a virtual thread and cuts the
 * input into command lines. Everything that is said is ours: each of its commands is replaced by a
 * {@link dev.otpost.intake.smtp.Command}, and its sockets by a {@link
 * dev.otpost.intake.smtp.PeerSocket}, which holds deadlines, counts errors and gathers replies.
 * SubEtha's mail transactions are not used at all. Only {@link
 * dev.otpost.intake.smtp.SmtpListener}, {@link dev.otpost.intake.smtp.Conversations}, {@link
 * dev.otpost.intake.smtp.Conversation} and {@link dev.otpost.intake.smtp.Verb} know the library.
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
 *   <li>Closing says 421 to whoever is idle, waits a while for mails under way (a mail turned away
 *       comes back after minutes, when its code is stale), and then cuts. It keeps the port until
 *       then and answers new clients with 421, which they understand better than a refused
 *       connection.
 *   <li>What clients may ask of memory is shared out beforehand ({@link
 *       dev.otpost.intake.smtp.Capacity}): a body grows in a {@link
 *       dev.otpost.intake.smtp.MailSack} only by what it was granted, goes to a file without a name
 *       above 256 KiB or when memory is short, and is read back only when the heap bears what
 *       reading it costs. A crowd of large mails is told 452 and comes again; small ones, in which
 *       codes come, have shares of their own and do not wait for large ones. The files lie beside
 *       the spool and not in the temporary directory, which may be memory too.
 *   <li>Deadlines are measured with {@link System#nanoTime}, not with the clock that stamps mails:
 *       a correction of the wall clock must not cut sessions.
 * </ul>
 */
@NullMarked
package dev.otpost.intake.smtp;

import org.jspecify.annotations.NullMarked;
