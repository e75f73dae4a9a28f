/**
 * Where runs of Skyvern fetch their codes ({@code totp_verification_url}).
 *
 * <p>It promises: whoever does not sign with a key that counts is told nothing (401), and the log
 * says so once a minute; whoever does is answered 200 and JSON whatever he sends, for anything else
 * is a broken contract to Skyvern, but for one run that asks far too often (429). A question waits
 * for a code, and is answered as soon as one is durable. A code goes to one run, and only the spool
 * says to which: it is on the disk before it is in an answer.
 *
 * <p>It never posts, and never erases. Which routes a key opens, and what an identifier is an alias
 * of, it is told by the gateway.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The signature (HMAC-SHA256, RFC 2104) is verified over the octets as they came, in constant
 *       time and against every key, before anything in them is read.
 *   <li>Its time stamp is not looked at: it is not signed, and wrong on servers that do not run in
 *       UTC. That a code goes to one run only bounds what a replay can have.
 *   <li>Of several runs that wait for one identifier the first one that asked is the first one
 *       served. Runs do not say so; {@code Turns} remembers it while they go on asking.
 * </ul>
 */
@NullMarked
package dev.otpost.web.pull;

import org.jspecify.annotations.NullMarked;
