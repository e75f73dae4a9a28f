package dev.otpost.intake.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** All conversations under way, and who may begin one. */
final class Conversations implements SessionHandler {

  private static final Logger log = LoggerFactory.getLogger(Conversations.class);

  private final SmtpLimits limits;
  private final Map<Session, Conversation> open = new HashMap<>(); // under this
  private boolean closing; // under this
  private boolean full; // under this: the last who came was turned away

  Conversations(SmtpLimits limits) {
    this.limits = limits;
  }

  /** The conversation of this session, which is under way. */
  synchronized Conversation of(Session session) {
    var conversation = open.get(session);
    if (conversation == null) {
      throw new IllegalStateException("not under way");
    }
    return conversation;
  }

  @Override
  public synchronized SessionAcceptance accept(Session session) {
    if (!(session.getSocket() instanceof PeerSocket socket)) {
      throw new IllegalStateException("not from our listening socket");
    }
    if (closing) {
      return SessionAcceptance.failure(421, "4.3.2 closing down, please try again in a moment");
    }
    if (open.size() >= limits.connections()) {
      warnOnce(socket);
      return SessionAcceptance.failure(421, "4.3.2 too many connections, please try again later");
    }
    full = false;
    open.put(session, new Conversation(session, socket));
    return SessionAcceptance.success();
  }

  /** Once, that is, until somebody is let in again: whoever floods us shall not flood the log. */
  private void warnOnce(PeerSocket socket) {
    if (!full) {
      full = true;
      log.atWarn()
          .addKeyValue("peer", socket.peer())
          .addKeyValue("because", "%d clients are connected already".formatted(open.size()))
          .log("session_refused");
    }
  }

  @Override
  public synchronized void onSessionEnd(Session session) {
    open.remove(session);
    notifyAll();
  }

  /**
   * Begins no conversation any more and ends those under way: idle ones at once, one with a mail
   * under way when that has its reply, all of them after {@link SmtpLimits#close} and {@code
   * cutAfter}. Returns when all have ended, or have been cut, or the thread was interrupted.
   *
   * @param cutAfter the time between the last 421 and the cut
   */
  void end(Duration cutAfter) {
    synchronized (this) {
      closing = true;
    }
    each(PeerSocket::askToEnd);
    if (!awaitNone(limits.close())) {
      each(PeerSocket::hurryToEnd);
      if (!awaitNone(cutAfter)) {
        each(PeerSocket::cut);
      }
    }
  }

  /** Whether {@link #end} was called. */
  synchronized boolean areEnding() {
    return closing;
  }

  private void each(Step step) {
    for (var conversation : snapshot()) {
      try {
        step.take(conversation.socket());
      } catch (IOException e) {
        // The session was quicker and has closed it.
        log.atDebug().addKeyValue("peer", conversation.peer()).setCause(e).log("already_gone");
      }
    }
  }

  private synchronized List<Conversation> snapshot() {
    return new ArrayList<>(open.values());
  }

  /** Whether the last conversation has ended within this time. */
  private synchronized boolean awaitNone(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (!open.isEmpty()) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @FunctionalInterface
  private interface Step {
    void take(PeerSocket socket) throws IOException;
  }
}
