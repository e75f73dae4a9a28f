/**
 * Whether otpost is alive and ready, for supervisors and load balancers.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Alive is not ready. Who is not alive ({@code /healthz}) is to be killed and started again,
 *       and that helps against threads that hang, against nothing else. Who is not ready ({@code
 *       /readyz}) is to be left alone, and looked at.
 *   <li>Not ready: a listener of mail that does not listen, a spool that cannot be written, a
 *       watched mailbox of which nothing is heard. In each case mail is not taken in.
 *   <li>A silent Skyvern, or one that refuses the key, does not make it unready: mail is taken in
 *       and waits, and a load balancer that turned it away would make things worse. It is reported.
 *   <li>Outside nobody is told more than yes or no; and nobody at all an address or an identifier.
 *   <li>Looking means writing to the disk, and is done once a second at most, however many ask.
 * </ul>
 */
@NullMarked
package dev.otpost.web.health;

import org.jspecify.annotations.NullMarked;
