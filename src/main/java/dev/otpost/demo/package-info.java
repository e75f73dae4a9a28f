/**
 * A Skyvern to try things against, and a realistic mail to try them with.
 *
 * <p>{@link dev.otpost.demo.StandInSkyvern} keeps to the contract of Skyvern's TOTP receiver as far
 * as a sender can see it, records all that comes, and can be told to misbehave. {@link
 * dev.otpost.demo.SampleMail} is a 2FA mail as Gmail forwards it, sent by real SMTP (RFC 5321).
 * {@code otpost demo} shows both to a newcomer; the project's own tests use the same two.
 *
 * <p>Promises: nothing here ever reaches beyond the loopback interface, but for a mail that the
 * caller himself sends elsewhere; {@code toString} shows no code, text or key.
 *
 * <p>Never: this is no Skyvern. Nothing is stored on disk, no language model reads anything (a
 * search for digits stands in for it), and no run waits for a code. The daemon that serves real
 * mail does not use it.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>HTTP (RFC 9112) is spoken over plain sockets, in one small file, instead of by {@code
 *       jdk.httpserver}: that one sets {@code Date} itself and cannot be made to cut an answer at a
 *       given octet, and both is what a sender must survive.
 *   <li>Where the contract leaves a choice, the stricter one is taken, so that what passes here
 *       passes there: an offset in {@code expired_at} is an error unless {@link
 *       dev.otpost.demo.Quirk#TAKES_OFFSETS}, an old server does not know the new path, and no
 *       task, workflow or run is known but by {@link dev.otpost.demo.StandInSkyvern#knows}.
 *   <li>The words of a 422 are those of the framework's validation, since a sender's log shows
 *       them.
 * </ul>
 */
@NullMarked
package dev.otpost.demo;

import org.jspecify.annotations.NullMarked;
