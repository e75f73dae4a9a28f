/**
 * The program: takes in forwarded 2FA mail and posts it to Skyvern, and loses nothing it said yes
 * to.
 *
 * <p>{@link dev.otpost.command} is what a person types, {@link dev.otpost.gateway} the path of a
 * mail, and what puts the other rooms together; these know nothing of either. The rooms and what
 * each may use are in the README and held by a test.
 *
 * <p>Only here are arguments and environment read, the clock chosen, and the process ended.
 */
@NullMarked
package dev.otpost;

import org.jspecify.annotations.NullMarked;
