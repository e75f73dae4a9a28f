/**
 * The JSON API under {@code /api/v1}: what the operator sees and does, for programs. {@code
 * openapi.json} beside these classes says what there is, and a test holds it against them.
 *
 * <p>It promises: times in UTC by RFC 3339 to the millisecond; keys and words as the command line
 * has them in its JSON; every key always there, null where there is nothing to be said; every
 * answer but a good one as {@code application/problem+json} (RFC 9457) with a detail that says what
 * to do. A list goes from the newest to the oldest, and {@code next} is the path of what follows:
 * by id, so that what comes in meanwhile shifts nothing.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A parameter or a key of a body that is not known is an error, as in the configuration: a
 *       misspelt filter that is passed over would show, or a misspelt {@code force} would do,
 *       something else than was meant.
 *   <li>Codes, links and texts are in {@code messages/{id}/content} only, and whoever asks for that
 *       is logged; Gmail's questions have their code and link, for they are made to be acted upon.
 *   <li>The document is written by hand: one that is made from the classes says what they do, not
 *       what they promise.
 * </ul>
 */
@NullMarked
package dev.otpost.web.api;

import org.jspecify.annotations.NullMarked;
