/**
 * The program: takes in forwarded 2FA mail and posts it to Skyvern, and loses nothing it said yes
 * to.
 *
 * <p>{@link dev.otpost.Gateway#receive} is the path of a mail and the heart of it; {@link
 * dev.otpost.Daemon} puts the rooms together; the commands are what a person types. Data goes one
 * way: listener, parsing, routing, spool, delivery. The rooms and what each may use are in the
 * README and held by a test.
 *
 * <p>Decision: {@code otpost ingest} runs the gateway itself and commits beside the daemon, rather
 * than speak SMTP to it. So it needs no daemon that is up, no port and no password; whoever may
 * write into the spool may hand in mail.
 *
 * <p>{@link dev.otpost.Entrance} stands between decision and spool: who wrote the mail says whether
 * it is taken in at all. It is asked after the mail was read, for its author stands in it, and
 * before it is durable, for what is refused is not kept. Whoever asks for proof of that has a
 * look-up in the DNS before the 250, five seconds at most; nobody else has.
 *
 * <p>A mail out of a watched mailbox takes the same way, and what is nothing for Skyvern is not
 * kept but left there. It answers the poller as it answers a client: not wanted, for good. Of a
 * mail that was fetched in part no signature can be proved; where proof is asked for it is held,
 * not refused.
 *
 * <p>{@link dev.otpost.SteadyClock} is the clock of the daemon. Decision: rooms note times by one
 * clock, and when that is set, what is noted of mail that waits is set with it, in one transaction,
 * before any room sees the new time; the alternative, deadlines by a clock that nobody sets, would
 * not outlive a restart, nor tell Skyvern when a code ends. What is being taken in at that very
 * moment is put right when it is committed. What is erased after its retention goes by the clock
 * too: one that was years ahead for a while costs the history of what had ended.
 *
 * <p>{@link dev.otpost.Lookout} says what stands, for alerts: it alone knows all rooms.
 *
 * <p>{@link dev.otpost.Website} puts together what is answered over HTTP, and hands the rooms of
 * {@code web} what they may not ask for themselves: {@link dev.otpost.DeskPorts} how otpost stands,
 * {@link dev.otpost.Vitals} whether it lives and is ready, {@link dev.otpost.Survey} and {@link
 * dev.otpost.Counting} what is told to Prometheus, {@link dev.otpost.Consultation} a test mail on
 * behalf of who looks at a page. {@link dev.otpost.LivePatient} is what the doctor looks at, be it
 * this process or another.
 *
 * <p>Only here are arguments and environment read, the clock chosen, the log set up and exit codes
 * given.
 */
@NullMarked
package dev.otpost;

import org.jspecify.annotations.NullMarked;
