/**
 * The HTTP server: reads a request, finds out who asks, looks the path up in the table of {@link
 * dev.otpost.web.http.Resource}s, and sends the answer. It knows nothing of what is answered; how a
 * page looks that says why there is none, the gateway hands in ({@link
 * dev.otpost.web.http.Faults}).
 *
 * <p>It speaks HTTP/1.1 and 1.0 (RFC 9110, 9112), with TLS if the gateway hands that in, and tells
 * events (WHATWG HTML 9.2). It never caches, never compresses (BREACH), never logs what a client
 * sent, and never calls anybody.
 *
 * <p>How it is made: a {@link dev.otpost.web.http.Door} accepts connections, the {@link
 * dev.otpost.web.http.Lobby} says who must make room, and each client has a {@link
 * dev.otpost.web.http.Connection} on a virtual thread: it reads a {@link dev.otpost.web.http.Head},
 * has the {@link dev.otpost.web.http.Face} of its port answer it, after the {@link
 * dev.otpost.web.http.Gate} has said who may, and writes the answer by an {@link
 * dev.otpost.web.http.Output}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A server of our own, in which the one of the JDK was until there was something to protect.
 *       That one can bound connections only by sending away the next one, so idle ones keep
 *       everybody out, health too; it asks the DNS for the name of each client of TLS, in native
 *       code, in which mail would wait too; a slow reader of TLS stops the thread that should cut
 *       him, and with it the server; when files run out it spins; it takes a lone LF, two lengths
 *       and {@code +5} for what they may be, and answers mistakes without the fields that each
 *       answer of ours has. Its limits are one set for the process, and most have no supported
 *       name. What we need of HTTP/1.1 is small, and refuses what is doubtful.
 *   <li>Whose time is over has his socket cut by a thread that does nothing else: a limit for each
 *       read would be none for who sends an octet now and then. Streams of events end cleanly; a
 *       browser asks for the next by itself, and shows then whether it still may.
 *   <li>Who waits or has not sent all holds no place that others need; who is being answered is
 *       never cut for another, unless he does not take his answer. A port takes an eighth of the
 *       files of the process at most: SMTP and the spool need the others.
 *   <li>What is for those outside hears no cookie and does not ask by which name it is called:
 *       probes and load balancers use any, and each request proves itself. All else, what is not
 *       there included, answers by its own names only.
 *   <li>A link of another site brings no cookie that is {@code SameSite=Strict}. Instead of a login
 *       it gets a page that asks again from here, with the cookie.
 *   <li>A stream of events ends with the session or the keys by which it was asked for.
 *   <li>Open to this machine means that: what a proxy passes on is not answered then, for it comes
 *       from this machine whoever asks. And a reload opens nothing that listens for others.
 *   <li>Open to this machine, a program needs a token to change something: a page of a stranger
 *       must not, and nothing else tells the two apart for certain.
 * </ul>
 */
@NullMarked
package dev.otpost.web.http;

import org.jspecify.annotations.NullMarked;
