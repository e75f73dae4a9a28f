package dev.otpost.intake.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session waits for, for how long its client has got no further, and whether somebody wants
 * it to end. The session's thread says what it waits for; any thread may ask it to end.
 *
 * <p>A client gets further by what it did not do before in this mail: greeting, encryption, a
 * sender, one more recipient, a piece of the mail. An octet now and then is nothing of that, nor is
 * a command that leads nowhere, however often it comes.
 */
final class Waiting {

  private static final Logger log = LoggerFactory.getLogger(Waiting.class);

  /** A write that waits for this long waits for a client that does not take what we say. */
  private static final Duration STUCK = Duration.ofMillis(250);

  /** So many octets of a mail are a piece of it. */
  static final int PIECE = 512;

  /** Whom a session waits for, and so how it can be ended. */
  enum For {
    /** The client: its next line, or its part of a handshake. */
    CLIENT,
    /** The client, which sends a mail. */
    MAIL,
    /** The end of a time that we make the client sit through. */
    TARPIT,
    /** Nobody: it works. */
    NOBODY,
    /** The receiver, which has a whole mail. */
    RECEIVER,
    /** Nobody any more: somebody else has said its last words. */
    NOTHING
  }

  private final Wire wire;
  private For waitsFor = For.NOBODY; // under this
  private @Nullable Farewell asked; // under this
  private boolean hurried; // under this
  private long progress = System.nanoTime(); // under this
  private int octets; // under this: of a mail, since the last progress

  Waiting(Wire wire) {
    this.wire = wire;
  }

  /**
   * The session's thread waits for this now.
   *
   * @return whether it may; if not, the session is to end
   */
  synchronized boolean begin(For next) {
    boolean may =
        switch (next) {
          case CLIENT, TARPIT -> waitsFor != For.NOTHING && asked == null;
          case RECEIVER -> waitsFor != For.NOTHING && !hurried;
          case MAIL, NOBODY, NOTHING -> waitsFor != For.NOTHING;
        };
    if (may) {
      waitsFor = next;
    }
    if (may && next == For.MAIL && asked != null && asked != Farewell.CLOSING) {
      wake();
    }
    return may;
  }

  /** The client has got further. */
  synchronized void progress() {
    progress = System.nanoTime();
    octets = 0;
  }

  /** So much has come of what the client sends. */
  synchronized void came(int more) {
    octets += more;
    if (octets >= PIECE && waitsFor == For.MAIL) {
      progress();
    }
  }

  /** Waits for a time, or until somebody wants the session to end. */
  synchronized void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    if (!begin(For.TARPIT)) {
      return;
    }
    try {
      long left = time.toNanos();
      while (asked == null && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    begin(For.NOBODY);
  }

  /**
   * For how long the client has got no further; zero while it waits for us.
   *
   * @param nanoTime now
   */
  synchronized Duration idle(long nanoTime) {
    return switch (waitsFor) {
      case CLIENT, MAIL, TARPIT -> Duration.ofNanos(nanoTime - progress);
      case NOBODY -> wire.writingFor(nanoTime);
      case RECEIVER, NOTHING -> Duration.ZERO;
    };
  }

  /** Why it should end, if somebody wants it to. */
  synchronized Optional<Farewell> asked() {
    return Optional.ofNullable(asked);
  }

  /** Whether somebody else has said its last words. */
  synchronized boolean isOver() {
    return waitsFor == For.NOTHING;
  }

  /** Ends the session; with a mail under way, and only to close, as soon as that has its reply. */
  synchronized void askToEnd(Farewell why) {
    if (asked == null) {
      asked = why;
    }
    boolean closing = why == Farewell.CLOSING;
    if (!closing && wire.writingFor(System.nanoTime()).compareTo(STUCK) >= 0) {
      // It does not take what we say, so it would not hear this either.
      wire.cut();
      return;
    }
    switch (waitsFor) {
      case CLIENT -> wake();
      case MAIL -> {
        if (!closing) {
          wake();
        }
      }
      case TARPIT -> notifyAll();
      case NOBODY, RECEIVER, NOTHING -> {}
    }
  }

  /**
   * Ends it even if the client is still sending a mail.
   *
   * @return whether the caller is to say its last words, for its thread waits for the receiver
   */
  synchronized boolean hurryToEnd() {
    askToEnd(Farewell.CLOSING);
    hurried = true;
    if (waitsFor == For.MAIL) {
      wake();
    }
    if (waitsFor != For.RECEIVER) {
      return false;
    }
    waitsFor = For.NOTHING;
    return true;
  }

  private void wake() {
    try {
      wire.wake(waitsFor == For.MAIL);
    } catch (IOException e) {
      // The session was quicker and has closed it.
      log.atTrace().setCause(e).log("already_gone");
    }
  }
}
