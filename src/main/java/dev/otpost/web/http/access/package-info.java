/**
 * Who asks: by which name, through which proxy, with which password, token or cookie. Pure of HTTP
 * itself, which hands in texts and gets words back.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>Sessions are in memory: after a restart one logs in again, and there is no file to steal. A
 *       cookie is found by its hash, so that nothing can be told from the time a look-up takes.
 *   <li>A browser that has not logged in has an id as well, which nobody remembers: what its forms
 *       must show is a MAC of it, so a million visitors cost nothing.
 *   <li>Trying passwords is bounded for each source, and in all by a trickle rather than a lock: a
 *       stranger with many addresses must not be able to keep the operator out.
 *   <li>An IP address in Host is no danger: a name is rebound to another address, an address is
 *       not. So all of them are let through, also that of a container's host, which we cannot know.
 *   <li>Who sends both {@code Forwarded} and {@code X-Forwarded-For} through a proxy is believed in
 *       neither: proxies set one of the two and pass the other on as the client wrote it.
 * </ul>
 */
@NullMarked
package dev.otpost.web.http.access;

import org.jspecify.annotations.NullMarked;
