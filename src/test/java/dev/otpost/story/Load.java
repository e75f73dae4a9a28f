package dev.otpost.story;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Many mails over several connections at once. Every connection has its own identifiers, so that
 * the order in which it sent is the order that each of them must be posted in. A connection that
 * breaks, or hears anything but a yes, ends; its mails wait for the next {@link #start}.
 */
final class Load implements AutoCloseable {

  private static final int CONNECTIONS = 8;
  private static final int IDENTIFIERS_EACH = 8;
  private static final long LIMIT_SECONDS = 120;

  private final List<Mail> mails;
  private final Function<Mail, String> rcptTo;

  /** Number of a mail and when its final dot was sent, for those that got their 250. */
  private final Map<Integer, Long> accepted = new ConcurrentSkipListMap<>();

  private final Semaphore yeses = new Semaphore(0);
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<String>> running = new ArrayList<>();

  /** As forwarded to the gateway. */
  Load(int count) {
    this(count, mail -> Stage.GATEWAY);
  }

  /** Sent to whom {@code rcptTo} says. */
  Load(int count, Function<Mail, String> rcptTo) {
    this.rcptTo = rcptTo;
    var all = new ArrayList<Mail>();
    for (int number = 0; number < count; number++) {
      int connection = number % CONNECTIONS;
      int lane = connection * IDENTIFIERS_EACH + number / CONNECTIONS % IDENTIFIERS_EACH;
      all.add(new Mail(number, "user%02d@example.com".formatted(lane)));
    }
    mails = List.copyOf(all);
  }

  List<Mail> mails() {
    return mails;
  }

  /**
   * The numbers of those that got their 250, and when their final dot was sent by {@link
   * System#nanoTime()}.
   */
  Map<Integer, Long> accepted() {
    return Map.copyOf(accepted);
  }

  /** Begins to send all that has no 250 yet. */
  void start(int port) {
    running.clear();
    for (int connection = 0; connection < CONNECTIONS; connection++) {
      int own = connection;
      running.add(senders.submit(() -> send(port, own)));
    }
  }

  /** Waits until so many more got their 250 since the last call. */
  void awaitAccepted(int more) throws InterruptedException {
    if (!yeses.tryAcquire(more, LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d accepted after %d s".formatted(accepted.size(), LIMIT_SECONDS));
    }
  }

  /** Waits until every connection has ended; why those that broke did. */
  List<String> finish() throws InterruptedException {
    var ends = new ArrayList<String>();
    for (var connection : running) {
      try {
        ends.add(connection.get());
      } catch (ExecutionException defect) {
        throw new IllegalStateException(defect.getCause());
      }
    }
    return ends.stream().filter(end -> !end.isEmpty()).toList();
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }

  /** Why it ended; empty if all is sent. */
  private String send(int port, int connection) {
    try (var client = new SmtpClient(port)) {
      for (int number = connection; number < mails.size(); number += CONNECTIONS) {
        if (accepted.containsKey(number)) {
          continue;
        }
        var mail = mails.get(number);
        var bytes = mail.bytes();
        var reply = client.send(Mail.FROM, rcptTo.apply(mail), bytes);
        if (!reply.isYes()) {
          return reply.line();
        }
        accepted.put(number, client.lastDot());
        yeses.release();
      }
      return "";
    } catch (IOException broken) {
      return broken.toString();
    }
  }
}
