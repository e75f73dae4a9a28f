/**
 * Has the access tokens with which otpost logs in at mailboxes that take no passwords (OAuth 2, RFC
 * 6749; they are shown to the mail server as XOAUTH2, by {@link dev.otpost.intake.imap}).
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>{@link dev.otpost.intake.oauth.Tokens} asks once for all who want a token of an account at
 *       a time. Access tokens are in memory only.
 *   <li>A provider may hand out a new refresh token with every access token. The new one is on the
 *       disk before the access token is used, or the access token is not used.
 *   <li>What no second try would change is told apart from what may pass, and says what to do.
 *   <li>Refresh tokens lie in files of their owner's only. No token, secret or code is in a log, a
 *       {@code toString} or an exception, not even where a server repeats it; what a server says is
 *       shown without control characters and cut to 200.
 *   <li>Secrets go to the endpoints of the configuration only, by https, or to this machine; no
 *       redirect is followed, nothing is sent twice by itself, answers are read up to 64 KiB.
 * </ul>
 *
 * <p>How a refresh token is got ({@link dev.otpost.intake.oauth.Logins}): by a code that is typed
 * on any device (RFC 8628), or by a browser that comes back to this machine (RFC 8252 7.3), with
 * PKCE (RFC 7636, S256 only) and a state. It never sees a password, opens no browser, and listens
 * on 127.0.0.1 only, for as long as a login takes.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>otpost has no registration of its own at any provider: whoever runs it brings one. A client
 *       id that stood here would be anybody's to pose with, and Google would want it audited.
 *   <li>Google has no device flow for mail, so its logins need a browser; its address can be pasted
 *       where it cannot come back. A refresh token comes only with {@code access_type=offline}, and
 *       after the first time only with {@code prompt=consent}. Others get neither: at Microsoft,
 *       asking for consent that an administrator has given already can end in a refusal.
 *   <li>The redirect is {@code http://127.0.0.1:PORT}, as RFC 8252 8.3 wants it, but for Microsoft,
 *       whose pages let one register {@code http://localhost} only. Neither has a path.
 *   <li>The file is better than the configuration, for it is newer, until the configuration names
 *       another client or another refresh token. So the file holds a hash of the configured one.
 *       With no refresh token in the configuration any more, the file stands.
 *   <li>The file is read before each request, once an hour or so: that is how a login beside a
 *       daemon that runs is noticed, without a signal. A request under way when a login stores its
 *       token does not overwrite it.
 *   <li>Two processes that ask at the same moment with the same refresh token are not kept apart.
 *       Google and Microsoft let the old one live; a provider that does not would want a new login.
 *   <li>A token is renewed 5 minutes before its end, or at half its life if that is later: a mail
 *       server ends a session with its token, and a short token must not be asked for at each call.
 *   <li>Some thirty lines read the one request of a browser, rather than the JDK's HTTP server,
 *       which belongs to the web.
 * </ul>
 */
@NullMarked
package dev.otpost.intake.oauth;

import org.jspecify.annotations.NullMarked;
