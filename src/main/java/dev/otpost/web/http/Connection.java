package dev.otpost.web.http;

import dev.otpost.message.Network;
import dev.otpost.web.http.HttpSettings.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, in a thread of its own: reads a request, has it answered, and so on. Whoever
 * overstays his time, or must make room, has the socket cut below him.
 */
final class Connection implements Runnable {

  /** An IPv6 customer has as many addresses as he likes below it (RFC 6177). */
  private static final int IPV6_SOURCE = 64;

  /** After its last answer a client may send so much, for so long, and still read it. */
  private static final int LINGER_OCTETS = 1 << 20;

  private static final Duration LINGER = Duration.ofSeconds(1);

  /** So long nobody else gets the place of one who does not take his answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  /** How far it is with its request. */
  private enum Stage {
    /** There is none. */
    WAITING,
    /** Some of it is here. */
    READING,
    ANSWERING,
    WRITING,
    /** It is told events. */
    TELLING
  }

  /** When a stage began, and when it must be over, by {@link System#nanoTime}. */
  private record Phase(Stage stage, long since, Optional<Long> due) {

    static Phase begin(Stage stage) {
      return new Phase(stage, System.nanoTime(), Optional.empty());
    }

    Phase within(Duration time) {
      return new Phase(stage, since, Optional.of(since + time.toNanos()));
    }
  }

  private final Socket socket;
  private final Door door;
  private final Limits limits;
  private final InetAddress peer;
  private final Network source;
  private final Thread thread;
  private volatile Phase phase;

  /** Whether a stream of events may go on. */
  private volatile BooleanSupplier mayListen = () -> true;

  Connection(Socket socket, Door door, Limits limits) {
    this.socket = socket;
    this.door = door;
    this.limits = limits;
    this.peer = socket.getInetAddress();
    var alone = Network.alone(peer);
    this.source = alone.prefix() > IPV6_SOURCE ? Network.around(peer, IPV6_SOURCE) : alone;
    this.phase = Phase.begin(Stage.WAITING).within(limits.idleTime());
    this.thread = Thread.ofVirtual().name("http").unstarted(this);
  }

  void start() {
    thread.start();
  }

  /** Where it comes from, as limits see it. */
  Network source() {
    return source;
  }

  /** Since when it has got no further. */
  long since() {
    return phase.since();
  }

  /** Whether it can be cut without harm. */
  boolean mayGo() {
    var is = phase;
    return switch (is.stage()) {
      case WAITING, READING -> true;
      case WRITING -> System.nanoTime() - is.since() > PATIENCE.toNanos();
      case ANSWERING, TELLING -> false;
    };
  }

  /** Cuts it if its time is over; a stream of events is let end, also if it may not go on. */
  void look(long now) {
    var is = phase;
    boolean over = is.due().filter(due -> now - due >= 0).isPresent();
    if (is.stage() == Stage.TELLING) {
      if (over || !mayListen.getAsBoolean()) {
        thread.interrupt();
      }
    } else if (over) {
      cut();
    }
  }

  /** Its thread finds nothing to read or write any more. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      log.atTrace().setCause(e).log("not_closed");
    }
  }

  /** Whether it is told events, which ends only when it must. */
  boolean isTold() {
    return phase.stage() == Stage.TELLING;
  }

  /** Tells who answers that the server ends. */
  void interrupt() {
    thread.interrupt();
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      if (door.encryption().isPresent()) {
        phase = Phase.begin(Stage.READING).within(limits.requestTime());
        var secure = door.encryption().get().over(socket);
        secure.startHandshake();
        phase = Phase.begin(Stage.WAITING).within(limits.idleTime());
        converse(secure);
      } else {
        converse(socket);
      }
    } catch (IOException e) {
      log.atTrace().setCause(e).log("gone");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server ends.
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("http_failed");
    } finally {
      door.lobby().leave(this);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // It gives others a turn; nothing relies on it.
  private void converse(Socket top) throws IOException, InterruptedException {
    var in = new Input(top.getInputStream());
    var out = new Output(top.getOutputStream());
    boolean more = true;
    while (more) {
      // Asked behind the phase: the lobby closes, and then cuts who waits.
      if (door.isClosing() || !in.await()) {
        return;
      }
      phase = Phase.begin(Stage.READING).within(limits.requestTime());
      more = answer(in, out, top instanceof SSLSocket);
      // A virtual thread keeps its carrier until it waits, and whoever sends a thousand requests at
      // once makes it wait for nothing: one such client on each carrier would keep all others
      // waiting, mail included. There is no condition to wait for, only a turn to give away.
      Thread.yield();
      phase = Phase.begin(Stage.WAITING).within(limits.idleTime());
    }
    phase = Phase.begin(Stage.READING).within(LINGER);
    // Closed with octets unread, the system would take the answer back (RFC 9112 9.6).
    top.shutdownOutput();
    in.skip(LINGER_OCTETS);
  }

  /** Whether another request may follow. */
  private boolean answer(Input in, Output out, boolean secure)
      throws IOException, InterruptedException {
    Head head;
    try {
      head = HeadReader.read(in, limits.header());
    } catch (Refused e) {
      write(out, e.answer(), false, true);
      return false;
    }
    var exchange = new Exchange(head, peer, secure, in, out, door.large(), this::isRead);
    if (head.length() == 0) {
      isRead();
    }
    return switch (door.face().answer(exchange)) {
      case Answer.Whole whole -> {
        boolean last = !head.keepAlive() || !exchange.isRead() || door.isClosing();
        write(out, whole, head.isHead(), last);
        yield !last;
      }
      case Answer.Events(var feed) -> {
        try (feed) {
          if (head.isHead()) {
            phase = Phase.begin(Stage.WRITING).within(limits.writeTime());
            out.begin(!head.old(), Map.of());
          } else {
            mayListen = exchange.mayListen();
            tell(out, feed, !head.old());
          }
        }
        yield false;
      }
    };
  }

  private void isRead() {
    phase = Phase.begin(Stage.ANSWERING);
  }

  private void write(Output out, Answer.Whole answer, boolean bodiless, boolean last)
      throws IOException {
    phase = Phase.begin(Stage.WRITING).within(limits.writeTime());
    out.send(answer, bodiless, last);
  }

  private void tell(Output out, Answer.Feed feed, boolean chunked) throws IOException {
    if (!door.feeds().tryAcquire()) {
      write(out, TOO_MANY, false, true);
      return;
    }
    try {
      var telling = Phase.begin(Stage.TELLING).within(limits.eventsTime());
      phase = Phase.begin(Stage.WRITING).within(limits.writeTime());
      out.begin(chunked, Map.of());
      phase = telling;
      feed.tell(
          (name, data) -> {
            phase = Phase.begin(Stage.WRITING).within(limits.writeTime());
            out.send("event: %s\ndata: %s\n\n".formatted(name, data), chunked);
            phase = telling;
          });
    } catch (InterruptedException e) {
      // Time is over; the browser asks for more by itself.
      log.atTrace().log("told");
    } finally {
      door.feeds().release();
    }
    phase = Phase.begin(Stage.WRITING).within(limits.writeTime());
    if (chunked) {
      out.end();
    }
  }

  private static final Answer.Whole TOO_MANY =
      Answer.problem(503, "Too many listeners", "close a page of otpost that is open elsewhere")
          .with("Retry-After", "10");
}
