package dev.otpost.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** All that came and all that was stored, in order, and the waiting for more. Thread-safe. */
final class Ledger {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Both are touched under the lock only.
  private final List<Post> posts = new ArrayList<>();
  private final List<StoredCode> codes = new ArrayList<>();

  /** Adds the post that {@code made} gives for the next number. */
  Post post(IntFunction<Post> made) {
    return adding(posts, made);
  }

  /** Adds the row that {@code made} gives for the next number. */
  StoredCode store(IntFunction<StoredCode> made) {
    return adding(codes, made);
  }

  List<Post> posts() {
    return under(() -> List.copyOf(posts));
  }

  /** Oldest first. */
  List<StoredCode> codes() {
    return under(() -> List.copyOf(codes));
  }

  void clear() {
    lock.lock();
    try {
      posts.clear();
      codes.clear();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first post that {@code wanted} finds in the list, at once or as soon as it came; empty
   * after {@code limit}.
   */
  <T> Optional<T> await(Supplier<Optional<T>> wanted, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      var found = wanted.get();
      while (found.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        found = wanted.get();
      }
      return found;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  int postCount() {
    return under(posts::size);
  }

  int codeCount() {
    return under(codes::size);
  }

  private <T> T adding(List<T> list, IntFunction<T> made) {
    return under(
        () -> {
          var entry = made.apply(list.size() + 1);
          list.add(entry);
          changed.signalAll();
          return entry;
        });
  }

  private <T> T under(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
