/**
 * The words of otpost: what a mail, a decision, a delivery and an answer are, and who may hand one
 * over.
 *
 * <p>Everything here but the interfaces is immutable, does no I/O and knows only the JDK; any
 * thread may use any of it. Other rooms talk to each other in these words and in no others.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>What may be absent is an {@link java.util.Optional} record component: the component is
 *       first of all what its accessor returns. No signature takes or returns {@code null}.
 *   <li>A type that holds a code, a text or a key shows ids and lengths in {@code toString}, never
 *       the content: such a value cannot leak through a log line or an exception by accident. A
 *       test walks this package and proves it.
 *   <li>{@link dev.otpost.message.Receiver}, {@link dev.otpost.message.Bookmarks} and {@link
 *       dev.otpost.message.Tellings} are interfaces because an arrow is turned round: the listeners
 *       hand mail to the gateway, and pollers and alerts keep what they must not forget in the
 *       spool, without knowing either.
 * </ul>
 */
@NullMarked
package dev.otpost.message;

import org.jspecify.annotations.NullMarked;
