package dev.otpost.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One time of being up: a listening socket, the connections made through it, a virtual thread for
 * each. Closing it cuts all of them at once and ends every delay.
 */
final class Listening implements AutoCloseable {

  /** How a request is answered, and what the contract would say, which may store something. */
  record Chosen(Answer answer, Supplier<Answer.Says> byContract) {}

  private static final int BACKLOG = 1024;

  private final Function<Wire.Request, Chosen> choose;
  private final InstantSource clock;
  private final ServerSocket socket = new ServerSocket();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread acceptor;

  Listening(InetSocketAddress where, Function<Wire.Request, Chosen> choose, InstantSource clock)
      throws IOException {
    this.choose = choose;
    this.clock = clock;
    socket.setReuseAddress(true);
    socket.bind(where, BACKLOG);
    acceptor = Thread.ofVirtual().name("stand-in").start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  boolean isUp() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    ended.countDown();
    for (var connection : connections) {
      connection.close();
    }
    try {
      acceptor.join(); // the port is taken for as long as a thread still waits in accept
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (isUp()) {
      try {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().name("stand-in-connection").start(() -> serve(connection));
      } catch (IOException closed) {
        // Whether that was close() is seen above; a client that is gone before it was taken does no
        // harm.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = new BufferedInputStream(connection.getInputStream());
      var session = new Session(in, connection.getOutputStream());
      // A connection that was taken while close() went through them is not among them.
      while (isUp() && session.answerOne()) {}
    } catch (IOException brokenOff) {
      // The client went away, spoke no HTTP, or close() cut it off: nobody is left to be told.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private final class Session {
    private final InputStream in;
    private final OutputStream out;

    Session(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    /** Whether the connection is good for another request. */
    boolean answerOne() throws IOException, InterruptedException {
      var request = Wire.read(in, out);
      if (request.isEmpty()) {
        return false;
      }
      var chosen = choose.apply(request.get());
      return send(chosen.answer(), chosen.byContract(), clock, Integer.MAX_VALUE)
          && !request.get().isLast();
    }

    private boolean send(
        Answer answer, Supplier<Answer.Says> byContract, InstantSource date, int octets)
        throws IOException, InterruptedException {
      return switch (answer) {
        case Answer.ByContract() -> write(byContract.get(), date, octets);
        case Answer.Says says -> write(says, date, octets);
        case Answer.Garbage(var garbage) -> {
          out.write(garbage.getBytes(StandardCharsets.ISO_8859_1));
          yield false;
        }
        case Answer.Silence() -> {
          in.transferTo(OutputStream.nullOutputStream());
          yield false;
        }
        case Answer.After(var delay, var then) ->
            !endedWithin(delay) && send(then, byContract, date, octets);
        case Answer.Dated(var other, var then) ->
            send(then, byContract, InstantSource.fixed(other), octets);
        case Answer.CutOff(var first, var then) -> send(then, byContract, date, first);
      };
    }

    private boolean write(Answer.Says says, InstantSource date, int octets) throws IOException {
      var whole = Wire.render(says, date.instant());
      out.write(Arrays.copyOf(whole, Math.min(octets, whole.length)));
      return octets >= whole.length;
    }
  }

  private boolean endedWithin(Duration delay) throws InterruptedException {
    return ended.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
