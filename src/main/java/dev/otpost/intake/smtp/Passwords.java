package dev.otpost.intake.smtp;

import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.message.Users;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/**
 * Checks passwords of users, without letting a flood of AUTH have the processors.
 *
 * <p>Hashing takes some tenths of a second. It goes on in a platform thread, for on the virtual
 * thread of a session it would hold up all others that share its carrier, and in {@link #AT_ONCE}
 * of them at most. {@link #WAITING} more tries may wait, {@link #OF_ONE} of one source; who comes
 * when these places are taken is turned away at once. Names are not told apart from outside: every
 * try costs as much as the dearest hash there is, whether there is such a user or not.
 *
 * <p>Safe for any number of threads.
 */
final class Passwords {

  /** The most hashings under way: one, so that of two processors one is left for mail. */
  static final int AT_ONCE = 1;

  /** The most tries that wait for their turn. */
  static final int WAITING = 16;

  /** The most of these from one source, so that it does not take the turns of all others. */
  static final int OF_ONE = 4;

  /** What a try came to. */
  enum Verdict {
    RIGHT,
    /** No such user, or not his password. */
    WRONG,
    /** Nobody looked, since too many try at once; another time may do. */
    BUSY
  }

  private final Users users;

  /** The iterations of the dearest hash. */
  private final int cost;

  /** Looked at for a name that nobody has; of which password it is nobody knows. */
  private final PasswordHash decoy;

  private final Semaphore places = new Semaphore(AT_ONCE + WAITING);
  private final Map<Neighbour, Integer> trying = new ConcurrentHashMap<>();
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  Passwords(Users users) {
    this.users = users;
    this.cost =
        users.hashes().values().stream()
            .mapToInt(PasswordHash::iterations)
            .max()
            .orElse(PasswordHash.FEWEST);
    this.decoy = new PasswordHash(cost, "A".repeat(22), "A".repeat(43));
  }

  /**
   * Whether {@code password} is that of {@code user}. Waits for its turn.
   *
   * @param from who tries
   * @throws InterruptedException if the thread is interrupted meanwhile; nothing is decided then
   */
  Verdict check(Neighbour from, String user, Secret password) throws InterruptedException {
    try {
      return trying.merge(from, 1, Integer::sum) <= OF_ONE && places.tryAcquire()
          ? checkInTurn(user, password)
          : Verdict.BUSY;
    } finally {
      trying.computeIfPresent(from, (_, tries) -> tries > 1 ? tries - 1 : null);
    }
  }

  /** In a place that was taken for it, and is given back. */
  private Verdict checkInTurn(String user, Secret password) throws InterruptedException {
    var hashing = new FutureTask<>(() -> matches(user, password));
    try {
      turns.acquire();
      // The thread gives the turn back, not we: interrupted, we leave while it still hashes.
      start(hashing);
      return hashing.get() ? Verdict.RIGHT : Verdict.WRONG;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be checked", e.getCause());
    } finally {
      places.release();
    }
  }

  private void start(FutureTask<Boolean> hashing) {
    boolean started = false;
    try {
      Thread.ofPlatform().daemon().name("smtp-password").start(() -> run(hashing));
      started = true;
    } finally {
      if (!started) {
        turns.release();
      }
    }
  }

  private void run(FutureTask<Boolean> hashing) {
    try {
      hashing.run();
    } finally {
      turns.release();
    }
  }

  private boolean matches(String user, Secret password) {
    var hash = users.of(user);
    boolean right = hash.orElse(decoy).matches(password, cost);
    return right && hash.isPresent();
  }
}
