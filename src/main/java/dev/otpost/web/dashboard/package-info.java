/**
 * The dashboard: what the operator looks at in a browser, and where he acts.
 *
 * <p>Every page comes whole from the server and works without JavaScript; with it, parts of the
 * page are fetched anew when something changes. Shows no code, link or text of a mail but on the
 * list of Gmail's questions, which it is for, and where the operator asks for it ({@code reveal}).
 * Changes something by POST only, and answers that with 303, so that a reload repeats nothing.
 * Loads nothing from elsewhere.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Everything about a mail was written by strangers, its reason and Skyvern's answers
 *       included. It is escaped by the type it has ({@code html}), and set apart ({@code bdi}) so
 *       that it cannot turn round the writing next to it.
 *   <li>A state is a word and a shape, and only then a colour.
 *   <li>Times are in UTC, with a script in the time of the browser: the server does not know where
 *       the operator is.
 *   <li>Live pages are told <em>that</em> something changed, and fetch themselves again: so there
 *       is one way a page comes about, and the script knows nothing of mails.
 * </ul>
 */
@NullMarked
package dev.otpost.web.dashboard;

import org.jspecify.annotations.NullMarked;
