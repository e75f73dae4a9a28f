package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Times;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * The way into one account, which all its watches share: a wrong password is tried once, and not
 * once for each folder, or the server might lock the account. Safe for any number of threads.
 */
final class Gate {

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Retreat retreat;

  /** Whether a login has been taken. Until then they come one by one. Under the lock. */
  private boolean proved;

  /** Why it is closed; empty if it is not. Under the lock. */
  private Optional<Trouble.Refused> refusal = Optional.empty();

  /** Until when, by {@link System#nanoTime}. Under the lock. */
  private long closedUntil;

  Gate(Times times) {
    this.retreat = new Retreat(times, RandomGenerator.getDefault());
  }

  /** How somebody gets in. */
  interface Opening {
    Mailbox open() throws Trouble;
  }

  /**
   * Gets in, unless somebody else was refused a moment ago.
   *
   * @throws Trouble.Refused if he was, or is now
   * @throws Trouble if it cannot be done for another reason
   */
  Mailbox pass(Opening opening) throws Trouble {
    boolean alone = !enter();
    try {
      var mailbox = opening.open();
      if (alone) {
        proved = true;
        retreat.reset();
      }
      return mailbox;
    } catch (Trouble.Refused refused) {
      close(refused);
      throw refused;
    } finally {
      if (alone) {
        lock.unlock();
      }
    }
  }

  /** Whether logins are taken; if that is not known, it is for the caller alone to find out. */
  private boolean enter() throws Trouble {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble.Stalled("otpost stops", e);
    }
    if (refusal.isPresent() && System.nanoTime() - closedUntil < 0) {
      lock.unlock();
      throw refusal.get().again();
    }
    if (proved) {
      lock.unlock();
      return true;
    }
    return false;
  }

  private void close(Trouble.Refused trouble) {
    lock.lock();
    try {
      proved = false;
      refusal = Optional.of(trouble);
      closedUntil = System.nanoTime() + retreat.after(trouble).toNanos();
    } finally {
      lock.unlock();
    }
  }

  /** There is another login to be tried. */
  void reopen() {
    lock.lock();
    try {
      refusal = Optional.empty();
      proved = false;
    } finally {
      lock.unlock();
    }
  }
}
