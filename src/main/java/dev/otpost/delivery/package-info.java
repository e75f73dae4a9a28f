/**
 * Posts what is pending in the spool to Skyvern, in order, as long as it is of use.
 *
 * <p>Promises:
 *
 * <ul>
 *   <li>Order: the deliveries of one lane, a route and an identifier, leave one at a time, oldest
 *       origin first; none overtakes another. Lanes do not wait for each other. What its site wrote
 *       before something that was posted already is not posted by itself: the spool says so when
 *       the attempt is begun ({@link dev.otpost.spool.Begun.Superseded}).
 *   <li>Life: nothing is posted by itself after its life has ended, and what is posted says when it
 *       ends ({@code expired_at}), since to Skyvern a code that is posted late looks fresh.
 *   <li>At least once, hardly ever twice: an attempt is recorded before it is made and its outcome
 *       after it; whatever was under way when otpost died, or got no answer, is looked for in
 *       Skyvern's list and posted again unless it is there.
 *   <li>A key goes to its own base URL only, and so does a client certificate: redirects are not
 *       followed, and a proxy's password goes to the proxy only.
 *   <li>Destinations, each a Skyvern with a key and a way to it (TLS, proxy), do not wait for each
 *       other: each has an agent, a plan and connections of its own, and as many attempts at once
 *       as there may be.
 * </ul>
 *
 * <p>It posts the text, or the code or link alone, and nothing else; it never reads a mail, and
 * never gives up on any other delivery whose life has not ended unless Skyvern says that it will
 * never take it.
 *
 * <p>How it is made: {@link dev.otpost.delivery.Plan} decides what to do next from facts and the
 * time, without I/O, clock or threads, with a {@link dev.otpost.delivery.Line} for each lane and
 * the {@link dev.otpost.delivery.Slots}; {@link dev.otpost.delivery.DeliveryAgent} is the loop
 * round it; {@link dev.otpost.delivery.Destinations} has one for each destination and hands each
 * entry to the one of its route; {@link dev.otpost.delivery.SkyvernClient} makes one attempt and
 * says what it came to, for which {@link dev.otpost.delivery.Answer} reads the answer to a {@link
 * dev.otpost.delivery.Posting}, and {@link dev.otpost.delivery.Rows} looks for what may have been
 * stored; {@link dev.otpost.delivery.Connections} knows the way, and {@link
 * dev.otpost.delivery.UnreachedException} says what is in it.
 *
 * <p>What an answer means:
 *
 * <table>
 * <caption>Status, and what comes of it</caption>
 * <tr><td>200 and a row</td><td>delivered; with a caveat where Skyvern read another code or link than otpost is certain
 * of. Blanks, hyphens and case of a code do not count, nor the end of a sentence and {@code &amp;} in a link</td></tr>
 * <tr><td>200 and {@code raw_pending}</td><td>again, the code or link alone; delivered with a caveat if otpost is
 * certain of none, or that was what was posted</td></tr>
 * <tr><td>200 and anything else</td><td>not Skyvern's: the operator must act</td></tr>
 * <tr><td>400 for an id of task, workflow or run</td><td>again without ids; the caveat stays with the delivery</td></tr>
 * <tr><td>402</td><td>again, the code alone if it is one that Skyvern takes without reading (a link costs as much as a
 * text); else unpaid</td></tr>
 * <tr><td>502</td><td>again, the code or link alone if it needs no language model; else deferred. Unless
 * Skyvern itself says that its model is down, the text is looked for before</td></tr>
 * <tr><td>404</td><td>again at the other path of the receiver ({@link dev.otpost.delivery.Receivers}); at both: the
 * operator must act</td></tr>
 * </table>
 *
 * <p>Forms only go forward, from the text to the code and from ids to none, and are kept in the
 * spool: a kill between two of them goes on with the second. Six attempts may follow each other at
 * once; then they wait like any other.
 *
 * <p>When to try again, and the reasons:
 *
 * <table>
 * <caption>After what, when again</caption>
 * <tr><td>408, 425, 429, 5xx, anything unknown</td><td>1, 1, 2, 4, 8, 15, 15 … s with jitter; {@code Retry-After}
 * wins; a new arrival for the identifier makes its oldest due at once, unless Skyvern asked for a pause; the last try
 * is made just before the end of life, whatever Skyvern asked for</td></tr>
 * <tr><td>no answer at all</td><td>Skyvern is asked once a second by the oldest that is due, the rest wait; when it
 * answers, all leave at once but those that Skyvern itself asked to wait</td></tr>
 * <tr><td>all slots are taken and nothing has been answered for a second</td><td>one more a second, at most as many as
 * there are seconds in {@code delivery.call-timeout}; when one of them is answered, all lanes leave that have nothing
 * under way</td></tr>
 * <tr><td>401, 403, 404, a redirect, an answer that is not Skyvern's</td><td>the operator must act: asked every
 * 15 s by one, the rest wait; lives run on</td></tr>
 * <tr><td>402</td><td>concerns that text only: its lane waits, the others do not. Over all lanes that wait for credits
 * one is asked every 15 s, in turn; when its text is taken, all are due at once</td></tr>
 * <tr><td>400, 413, 422</td><td>never</td></tr>
 * </table>
 *
 * <p>Decisions: what is pending for a route that is not in the configuration any more waits as if
 * Skyvern had refused the key: no other Skyvern may have it, and the operator is told. While
 * Skyvern is silent, a delivery that failed steps back behind the others for its back-off time, so
 * that one mail on which Skyvern breaks cannot keep the rest waiting; and one that gets no answer
 * while others do says nothing of Skyvern. OkHttp never repeats a request by itself, for that would
 * be an attempt that is not recorded.
 *
 * <p>A call that hangs keeps its lane until {@code delivery.call-timeout}, for it may yet be
 * stored; it does not keep its slot once a later one was answered. So there may be more under way
 * than {@code delivery.parallel}: twice as many, and those beyond the slots, but only while Skyvern
 * takes connections and says nothing.
 *
 * <p>A new mail with a certain code waits behind one without credits in its lane like behind any
 * other: the text, posted after it in the end, would hide the code from Skyvern. Dropping the mail
 * that waits lets the code go at once. What Skyvern answers to other mails is no news of credits,
 * for it stores most texts without reading them; only one that it had refused for their want is.
 *
 * <p>What is under way at the end of its life is let end. What is first of its lane when otpost
 * starts is what was under way when it died, unless something older came in since.
 *
 * <p>While nothing is pending, a Skyvern that barred us or was silent is asked for its list once a
 * minute, and at once with a new key: the operator who has put it right is told so, and need not
 * wait for a mail. Nothing is learned of a server of old in this way, for it has no list.
 *
 * <p>A change in the spool by somebody else makes due what is new in it; if nothing is, the
 * operator wants something retried that was pending, and everything is due at once. A mail that
 * {@code otpost ingest} hands in therefore does not hurry a Skyvern that bars us.
 *
 * <p>What is not posted ({@code push: false}) lies on a {@link dev.otpost.delivery.Shelf}. What a
 * run fetches while it waits for its turn leaves its lane at once, so that nothing waits behind it.
 *
 * <p>The way to a Skyvern: authorities that the operator names are trusted instead of Java's, not
 * beside them: whoever names his own says that nobody else may vouch for that server, and a file
 * may hold several. What stands in files is read with the configuration and held in the settings,
 * so two routes share a destination if and only if they mean the same, and SIGHUP takes up a
 * renewed certificate without cutting off a call. A route to another base URL inherits nothing of
 * the way. Only the configuration names a proxy: neither HTTP_PROXY nor the JVM's properties are
 * heard, so that a variable set for other programs cannot lead a key elsewhere. An expired client
 * certificate is {@code otpost check}'s exit 78 but no reason for {@code serve} not to start: mail
 * must be taken in, and other Skyverns have theirs. What a proxy answers to CONNECT is never
 * Skyvern's answer: 407 and other 4xx want the operator, 5xx is no answer at all. In clear (an http
 * base URL) only its 407 can be told from what Skyvern says. Faults of TLS count as no answer, for
 * a server that is being mended must be noticed within a second. Names are looked up where the
 * attempt is made: the JDK (25, measured) gives a look-up that hangs a thread more, so that it
 * holds up nobody else.
 *
 * <p>What may have been stored: after no answer, a 5xx (but the 502 in which Skyvern itself says
 * that it could not read it) or a yes of an unknown kind, a garbled one too; not where nothing left
 * otpost ({@link dev.otpost.delivery.Departure}). It is looked for among the newest rows of its
 * identifier, by content and by time, a minute's tolerance given and Skyvern's clock reckoned by
 * its {@code Date}. If the list tells nothing within five seconds, it is posted: twice is a
 * nuisance, never is a failure. A row stands for one delivery only, so that of two mails that say
 * the same none hides that the other one was lost; across a restart that is not known, and then the
 * row of a mail of the same words, for the same identifier and at most a minute older, is taken for
 * it: the run finds the same code there. A text that Skyvern keeps unread stands in no list, and is
 * posted again.
 *
 * <p>A {@code Retry-After} counts from one second on, for Skyvern is not to be asked without pause,
 * to fifteen minutes, for no run waits longer.
 *
 * <p>{@link dev.otpost.delivery.GmailApprover} says yes to Gmail's question whether a mailbox may
 * forward, if the operator has switched that on. It stands here because it is the same kind of
 * work, an HTTP request for what is in the spool, recorded before and after, that must not hold up
 * a mail; and because outgoing HTTP is opened in as few rooms as possible. The spool tells it, and
 * not the listener or the gateway: what it is told is then on the disk, and a restart finds it
 * again. Nothing is opened but an {@link dev.otpost.delivery.ApproveLink}. Whether the mail may be
 * trusted to be Google's is said by whoever starts it.
 */
@NullMarked
package dev.otpost.delivery;

import org.jspecify.annotations.NullMarked;
