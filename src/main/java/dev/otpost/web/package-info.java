/**
 * What otpost answers over HTTP: so far, whether it is well.
 *
 * <p>Answers are never cached, never say anything of a mail or an identifier, and any number of
 * requests may come at once. No request changes anything. Nothing of the outside is ever called.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The server of the JDK: a framework would cost more time at the start than all the rest of
 *       otpost.
 *   <li>What is up is asked of a port that the base hands in, so that this room knows no other.
 *   <li>A path or a method that is not there is answered by 404 or 405 with a sentence, since
 *       somebody looks at it with curl.
 * </ul>
 */
@NullMarked
package dev.otpost.web;

import org.jspecify.annotations.NullMarked;
