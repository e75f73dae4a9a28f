package dev.otpost.web.http;

import dev.otpost.message.Network;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All connections to one port, and who has to go for another. Safe for any number of threads.
 *
 * <p>Where all places are taken, one that waits for a request, or has not sent all of it, gives up
 * its own: of the source that has the most, the one that has got no further for the longest time.
 * So ten thousand connections of one source are in the way of each other, and of nobody else.
 */
final class Lobby {

  /** Cut at once when the system has no more files: SMTP and the spool need some as well. */
  private static final int ROOM = 8;

  private final int most;
  private final Set<Connection> present = new HashSet<>(); // under this
  private boolean closing; // under this

  Lobby(int most) {
    this.most = most;
  }

  /** Lets it in until {@link #leave}; false if there is no place for it. */
  synchronized boolean enter(Connection connection) {
    if (closing || (present.size() >= most && !makePlace())) {
      return false;
    }
    return present.add(connection);
  }

  synchronized void leave(Connection connection) {
    present.remove(connection);
    notifyAll();
  }

  /** Waits until all have left, or until then by {@link System#nanoTime}. */
  synchronized void awaitEmpty(long until) throws InterruptedException {
    for (long left = until - System.nanoTime();
        left > 0 && !present.isEmpty();
        left = until - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  /** Cuts some of those that do nothing. */
  synchronized void makeRoom() {
    for (int i = 0; i < ROOM; i++) {
      if (!makePlace()) {
        return;
      }
    }
  }

  synchronized List<Connection> all() {
    return List.copyOf(present);
  }

  /** Cuts who is not being answered, and lets nobody in any more. */
  synchronized void close() {
    closing = true;
    present.removeIf(
        connection -> {
          boolean idle = connection.mayGo();
          if (idle) {
            connection.cut();
          }
          return idle;
        });
  }

  private boolean makePlace() {
    var goes = goes();
    goes.ifPresent(
        connection -> {
          connection.cut();
          present.remove(connection);
        });
    return goes.isPresent();
  }

  private Optional<Connection> goes() {
    var from = new HashMap<Network, Integer>();
    present.forEach(connection -> from.merge(connection.source(), 1, Integer::sum));
    long now = System.nanoTime();
    return present.stream()
        .filter(Connection::mayGo)
        .max(
            Comparator.<Connection>comparingInt(it -> from.getOrDefault(it.source(), 0))
                .thenComparingLong(it -> now - it.since()));
  }
}
