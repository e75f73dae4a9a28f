/**
 * What systemd is told of the service (sd_notify(3)): that it is ready, reloads or stops, how it
 * stands in a line, and that it lives. Nothing at all where nobody listens.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>The JDK knows no datagram sockets of Unix, so three functions of the C library are called
 *       ({@link dev.otpost.systemd.Datagrams}); a child process a message, as systemd-notify would
 *       be, costs more, is none of the main process, and must be installed.
 *   <li>Type=notify, and RELOADING=1 with MONOTONIC_USEC all the same: Debian 12 has systemd 252,
 *       and notify-reload came with 253, which needs nothing more than these.
 *   <li>A message that cannot be sent is said in the log once and forgotten: the mail matters more.
 *   <li>The sign of life is given while the gateway says that otpost lives, at half of the time
 *       that systemd waits for it, by a thread of the platform: one that shares its carriers with
 *       the rest would not be given its turn when they are busy for long.
 * </ul>
 */
@NullMarked
package dev.otpost.systemd;

import org.jspecify.annotations.NullMarked;
