/**
 * HTML as it is written, by methods instead of by templates.
 *
 * <p>What goes in as a {@code String} comes out as text, whoever wrote it: there is no way to put
 * markup in. Nor can a page come to hold a script, a style attribute or an event handler, or a link
 * that leads elsewhere than to a path of ours or to Google.
 *
 * <p>Decision: no template engine. With jte, which was weighed and not measured, its generator
 * would run before every compilation, by Maven, in an IDE and wherever else Java is compiled, and
 * its code would lie outside of what Error Prone, NullAway and the format check look at. Two
 * hundred lines of ours are compiled, checked and navigated like all the rest, cost no jar and no
 * time at the start, and their escaping is a matter of types.
 */
@NullMarked
package dev.otpost.web.dashboard.html;

import org.jspecify.annotations.NullMarked;
