/**
 * Posts what is pending in the spool to Skyvern, in order, as long as it is of use.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>Order: the deliveries of one identifier leave one at a time, oldest origin first; none
 *       overtakes another. Identifiers do not wait for each other.
 *   <li>Life: nothing is posted by itself after its life has ended, and what is posted says when it
 *       ends ({@code expired_at}), since to Skyvern a code that is posted late looks fresh.
 *   <li>At least once: an attempt is recorded before it is made and its outcome after it; whatever
 *       was under way when otpost died is tried again.
 *   <li>A key goes to its own base URL only: redirects are not followed.
 *   <li>Destinations, each a Skyvern with a key, do not wait for each other: each has an agent, a
 *       plan and connections of its own, and as many attempts at once as there may be.
 * </ul>
 *
 * <p>It never changes what is posted, never reads a mail, and never gives up on a delivery whose
 * life has not ended unless Skyvern says that it will never take it.
 *
 * <p>How it is made: {@link dev.otpost.delivery.Plan} decides what to do next from facts and the
 * time, without I/O, clock or threads; {@link dev.otpost.delivery.DeliveryAgent} is the loop round
 * it; {@link dev.otpost.delivery.Destinations} has one for each destination and hands each entry to
 * the one of its route; {@link dev.otpost.delivery.SkyvernClient} makes one attempt and says what
 * it came to.
 *
 * <p>When to try again, and the reasons:
 *
 * <table>
 * <caption>After what, when again</caption>
 * <tr><td>408, 425, 429, 5xx, anything unknown</td><td>1, 1, 2, 4, 8, 15, 15 … s with jitter; {@code Retry-After}
 * wins; a new arrival for the identifier makes its oldest due at once, unless Skyvern asked for a pause; the last try
 * is made just before the end of life</td></tr>
 * <tr><td>no answer at all</td><td>Skyvern is asked once a second by the oldest that is due, the rest wait; when it
 * answers, all leave at once</td></tr>
 * <tr><td>401, 402, 403, 404, a redirect, an answer that is not Skyvern's</td><td>the operator must act: asked every
 * 15 s by one, the rest wait</td></tr>
 * <tr><td>400, 413, 422</td><td>never</td></tr>
 * </table>
 *
 * <p>Decisions: what is pending for a route that is not in the configuration any more waits as if
 * Skyvern had refused the key: no other Skyvern may have it, and the operator is told. While
 * Skyvern is silent, a delivery that failed steps back behind the others for its back-off time, so
 * that one mail on which Skyvern breaks cannot keep the rest waiting. OkHttp never repeats a
 * request by itself, for that would be an attempt that is not recorded.
 *
 * <p>{@link dev.otpost.delivery.GmailApprover} says yes to Gmail's question whether a mailbox may
 * forward, if the operator has switched that on. It stands here because it is the same kind of
 * work, an HTTP request for what is in the spool, recorded before and after, that must not hold up
 * a mail; and because outgoing HTTP is opened in as few rooms as possible. The spool tells it, and
 * not the listener or the gateway: what it is told is then on the disk, and a restart finds it
 * again. Nothing is opened but an {@link dev.otpost.delivery.ApproveLink}. Whether the mail may be
 * trusted to be Google's is said by whoever starts it.
 */
@NullMarked
package dev.otpost.delivery;

import org.jspecify.annotations.NullMarked;
