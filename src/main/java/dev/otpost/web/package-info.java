/**
 * What otpost answers over HTTP, in rooms within the room: {@code http} is the server, each of the
 * others a part of what can be asked for.
 *
 * <p>Answers are never cached, and any number of requests may come at once. Nothing of the outside
 * is ever called.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A server of our own ({@code http} says why): a framework would cost more time at the start
 *       than all the rest of otpost.
 *   <li>What other rooms know is asked of ports that the gateway hands in.
 *   <li>A path or a method that is not there is answered by 404 or 405 with a sentence, since
 *       somebody looks at it with curl.
 * </ul>
 */
@NullMarked
package dev.otpost.web;

import org.jspecify.annotations.NullMarked;
