/**
 * Tells the operator what needs him, at once, and that it is over.
 *
 * <p>Promises: what stands is told once, again when there is something new in it, with a reminder
 * as long as it stands, and when it is over; nothing of that is repeated or forgotten by a restart;
 * what could not be told is tried again until it was, or until it is not true any more. No channel
 * holds up another, nor the daemon: each has a thread, a ledger and a time limit of its own. No
 * code, text, key, password or URL of a webhook is in an alert, in its log line or in what is said
 * of a channel that fails.
 *
 * <p>It never looks at anything by itself (the gateway hands in what stands) and never decides what
 * becomes of a mail. It opens connections to what {@code alerts} names, and to nothing else; no
 * redirect is followed, and every certificate is checked (RFC 9525). Its mails follow RFC 5322 and
 * say with RFC 3834 that a machine wrote them.
 *
 * <table>
 *   <caption>The concerns ({@link dev.otpost.message.Concern.Kind})</caption>
 *   <tr><th>kind</th><th>stands as long as</th><th>again when</th><th>reminder</th>
 *       <th>all-clear</th></tr>
 *   <tr><td>{@code skyvern_barred}</td><td>it takes nothing until somebody acts</td><td>-</td>
 *       <td>yes</td><td>yes</td></tr>
 *   <tr><td>{@code skyvern_unpaid}</td><td>it has no credits</td><td>-</td><td>yes</td>
 *       <td>yes</td></tr>
 *   <tr><td>{@code skyvern_silent}</td><td>it gives no answer for {@code alerts.silence}</td>
 *       <td>-</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>{@code deliveries_held}</td><td>any is held, Gmail's questions aside</td>
 *       <td>one more is</td><td>yes</td><td>no</td></tr>
 *   <tr><td>{@code deliveries_refused}, {@code deliveries_expired}</td><td>there is one of the last
 *       day</td><td>one more is</td><td>no</td><td>no</td></tr>
 *   <tr><td>{@code gmail_confirmation}</td><td>one waits</td><td>one more does</td><td>yes</td>
 *       <td>no</td></tr>
 *   <tr><td>{@code folder_deaf}, {@code folder_refused}, {@code folder_missing}, {@code
 *       folder_stalled}</td><td>{@code otpost status} says so</td><td>-</td><td>yes</td>
 *       <td>yes</td></tr>
 *   <tr><td>{@code disk_nearly_full}</td><td>less than {@code alerts.disk-free} is left</td>
 *       <td>-</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>{@code spool_not_writable}</td><td>a write fails</td><td>-</td><td>yes</td>
 *       <td>yes</td></tr>
 *   <tr><td>{@code certificate}</td><td>it ends within 14 days, has ended, or cannot be read</td>
 *       <td>a day has passed</td><td>no</td><td>yes</td></tr>
 * </table>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A concern must stand for 2 s before it is told and be gone for 5 s before it is over. One
 *       that comes back within {@code alerts.pause} is told at once, but is over only after it has
 *       been gone for that pause: so every change for the worse is heard at once, and what flaps is
 *       told twice and then left alone.
 *   <li>Each channel has a ledger of its own in the spool, and the log is a channel like the others
 *       and never fails: so a webhook that is down for an hour says afterwards what stands then,
 *       and {@code otpost alerts} shows what stands by what the log was told.
 *   <li>After a start it takes minutes until it is known again whether Skyvern or a folder is well;
 *       until then their alerts are not taken to be over for not being seen.
 *   <li>What the operator ends himself, by retry or drop, needs no all-clear.
 *   <li>Told is told: if it cannot be written down, for the disk is what is broken, it is not told
 *       again by this process, but may be by the next.
 *   <li>The words of failures are our own. What a server says may repeat what it was sent.
 *   <li>A mail of ours has a header of its own ({@link dev.otpost.message.Concern#MAIL_HEADER}), by
 *       which routing ignores it where all mail is forwarded to the gateway: {@code Auto-Submitted:
 *       auto-generated} stands in mails with codes too.
 * </ul>
 */
@NullMarked
package dev.otpost.alerts;

import org.jspecify.annotations.NullMarked;
