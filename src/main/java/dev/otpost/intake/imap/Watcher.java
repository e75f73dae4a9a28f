package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.Times;
import dev.otpost.message.Folder;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one folder, for ever. Each round looks at whatever is new in it, does what is left to be
 * done there, and waits until the server says that there is more, a minute at the most; then the
 * server has to prove that it is still there. That it says nothing is never taken for a proof that
 * there is nothing. A connection that is lost, for whatever reason, is made anew.
 */
final class Watcher implements Runnable {

  /**
   * Mail that comes while we turn from looking to waiting is told by a server at once, or should
   * be; not all of them get it right. So the first wait behind a mail, when the next one is most
   * likely, is a short one.
   */
  private static final Duration SEAM = Duration.ofSeconds(2);

  /**
   * So often mail that is told of may not be there, before the server is asked now and then only.
   */
  private static final int IN_VAIN = 3;

  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  private final Folder folder;
  private final Gate gate;
  private final Shared shared;
  private final Progress progress;
  private final Falls falls = new Falls();
  private final Retreat retreat;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private boolean closing; // under the lock
  private boolean hurry; // under the lock
  private @Nullable Mailbox open; // under the lock

  private volatile Account account;

  Watcher(Account account, Folder folder, Gate gate, Shared shared) {
    this.account = account;
    this.folder = folder;
    this.gate = gate;
    this.shared = shared;
    this.progress = new Progress(folder, shared.bookmarks());
    this.retreat = new Retreat(shared.limits().times(), RandomGenerator.getDefault());
  }

  Folder folder() {
    return folder;
  }

  @Override
  public void run() {
    var standing = new Standing(folder, shared.bookmarks(), shared.clock());
    while (!isClosing()) {
      try {
        watch(standing);
      } catch (Trouble trouble) {
        retreat(standing, trouble);
      } catch (IOException e) {
        var server = account.server();
        retreat(
            standing,
            new Trouble.Lost(
                "%s port %d: %s".formatted(server.host(), server.port(), e.getMessage()), e));
      } catch (RuntimeException | Error e) {
        // Whatever it is, short of memory say: a watch that is over without a word is deaf.
        log.atError().setCause(e).log("watch_failed");
        retreat(standing, new Trouble.Lost("otpost failed on it: see its log", e));
      }
    }
    standing.is(State.STOPPED);
  }

  /** Over one connection, until it is lost or it is time to stop. */
  private void watch(Standing standing) throws IOException {
    var times = shared.limits().times();
    var current = account;
    try (var mailbox =
        gate.pass(
            () ->
                Mailbox.open(
                    current, folder.name(), times, shared.timekeeper(), shared.tokens()))) {
      if (!opened(mailbox)) {
        return;
      }
      long begun = System.nanoTime();
      var haul = new Haul(current, shared, progress, falls, this::pause, () -> gotOn(standing));
      var errands = new Errands(folder, current.after(), shared.bookmarks());
      progress.begin(current, mailbox, shared.clock().instant());
      boolean lively = true;
      int inVain = 0;
      do {
        boolean found;
        do {
          boolean told = mailbox.hasNews();
          found = haul.bringIn(mailbox);
          // What is told of but not there yet is worth another look soon.
          lively |= told || found;
          inVain = told && !found ? inVain + 1 : 0;
        } while (found && mailbox.hasNews() && !isClosing());
        errands.run(mailbox);
        standing.alive(mailbox.idles() ? State.WATCHING : State.POLLING);
        boolean idles = mailbox.idles() && inVain <= IN_VAIN;
        await(mailbox, idles, lively ? seam(times) : times.renew(), current.pollInterval());
        // Only now: there are servers that let everybody in and then hang up.
        if (System.nanoTime() - begun >= times.answer().toNanos()) {
          retreat.reset();
        }
        lively = false;
      } while (!isClosing());
    } finally {
      opened(null);
    }
  }

  /**
   * A mail has been dealt with: what was in the way of it is no reason to be slow with the next.
   */
  private void gotOn(Standing standing) {
    standing.mail();
    retreat.reset();
  }

  private static Duration seam(Times times) {
    return SEAM.compareTo(times.renew()) < 0 ? SEAM : times.renew();
  }

  private void await(Mailbox mailbox, boolean idles, Duration renew, Duration pollInterval)
      throws IOException {
    if (isClosing()) {
      return;
    }
    if (idles) {
      mailbox.idle(renew);
    } else if (pause(pollInterval)) {
      mailbox.noop();
    }
  }

  private void retreat(Standing standing, Trouble trouble) {
    var pause = retreat.after(trouble);
    if (!isClosing()) {
      standing.troubled(trouble, pause);
      pause(pause);
    }
  }

  /** Waits for so long, or less if there is something to do; false if it is time to stop. */
  private boolean pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !closing && !hurry) {
        left = change.awaitNanos(left);
      }
      hurry = false;
      return !closing;
    } catch (InterruptedException e) {
      closing = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** False if it is time to stop. */
  private boolean opened(@Nullable Mailbox mailbox) {
    lock.lock();
    try {
      open = mailbox;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** From the next connection on; a watch that waits tries it at once. For any thread. */
  void useLoginOf(Account newer) {
    lock.lock();
    try {
      account = account.with(newer.login());
      gate.reopen();
      hurry = true;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends soon: what is being looked at is brought to its end. For any thread. */
  void stop() {
    lock.lock();
    try {
      closing = true;
      change.signalAll();
      if (open != null) {
        open.leave();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends now. What was not durable is looked at the next time. For any thread. */
  void cut() {
    lock.lock();
    try {
      if (open != null) {
        open.cut();
      }
    } finally {
      lock.unlock();
    }
  }
}
