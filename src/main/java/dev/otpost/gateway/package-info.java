/**
 * The path of a mail, and what puts the rooms together.
 *
 * <p>{@link dev.otpost.gateway.Gateway#receive} is the path of a mail and the heart of it; {@link
 * dev.otpost.gateway.Daemon} puts the rooms together. Data goes one way: listener, parsing,
 * routing, spool, delivery.
 *
 * <p>{@link dev.otpost.gateway.Entrance} stands between decision and spool: who wrote the mail says
 * whether it is taken in at all. It is asked after the mail was read, for its author stands in it,
 * and before it is durable, for what is refused is not kept. Whoever asks for proof of that has a
 * look-up in the DNS before the 250, five seconds at most; nobody else has.
 *
 * <p>A mail out of a watched mailbox takes the same way, and what is nothing for Skyvern is not
 * kept but left there. It answers the poller as it answers a client: not wanted, for good. Of a
 * mail that was fetched in part no signature can be proved; where proof is asked for it is held,
 * not refused.
 *
 * <p>{@link dev.otpost.gateway.SteadyClock} is the clock of the daemon. Decision: rooms note times
 * by one clock, and when that is set, what is noted of mail that waits is set with it, in one
 * transaction, before any room sees the new time; the alternative, deadlines by a clock that nobody
 * sets, would not outlive a restart, nor tell Skyvern when a code ends. What is being taken in at
 * that very moment is put right when it is committed. What is erased after its retention goes by
 * the clock too: one that was years ahead for a while costs the history of what had ended.
 *
 * <p>{@link dev.otpost.gateway.Status} is how otpost stands, in the same words wherever it is
 * asked; {@link dev.otpost.gateway.Lookout} says what stands, for alerts: it alone knows all rooms.
 *
 * <p>{@link dev.otpost.gateway.Website} puts together what is answered over HTTP, and hands the
 * rooms of {@code web} what they may not ask for themselves: {@link dev.otpost.gateway.DeskPorts}
 * how otpost stands, {@link dev.otpost.gateway.Vitals} whether it lives and is ready, {@link
 * dev.otpost.gateway.Survey} and {@link dev.otpost.gateway.Counting} what is told to Prometheus,
 * {@link dev.otpost.gateway.Consultation} a test mail on behalf of who looks at a page. {@link
 * dev.otpost.gateway.LivePatient} is what the doctor looks at, be it this process or another.
 */
@NullMarked
package dev.otpost.gateway;

import org.jspecify.annotations.NullMarked;
