/**
 * The built product as a whole: {@code bin/otpost} as a real process, against real peers, judged by
 * what comes out at the other end.
 *
 * <p>Run by failsafe after {@code package}. The product is {@code target/otpost}, or what the
 * system property {@code otpost.home} names. A story that needs a program or a right that is not
 * there is skipped in one line that says what is missing; where the environment says {@code
 * CI=true} it fails instead. The long ones carry the tag {@code system}; their counts are system
 * properties.
 *
 * <p>Decisions: nothing waits by the clock; every wait is for a condition and has a limit. What a
 * daemon printed is shown when its story failed.
 */
@NullMarked
package dev.otpost.story;

import org.jspecify.annotations.NullMarked;
