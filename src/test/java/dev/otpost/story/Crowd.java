package dev.otpost.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many clients that do not mean well, each with a connection of its own. */
final class Crowd implements AutoCloseable {

  private final int port;
  private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);

  Crowd(int port) {
    this.port = port;
  }

  /** So many come from these addresses of our own machine in turn, and say nothing. */
  Crowd comes(int many, List<String> addresses) throws IOException {
    for (int i = 0; i < many; i++) {
      var socket = new Socket();
      socket.bind(new InetSocketAddress(addresses.get(i % addresses.size()), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
      sockets.add(socket);
    }
    return this;
  }

  /** From now on each sends one octet and another, with pauses, as long as it is let. */
  Crowd trickles() {
    for (var socket : sockets) {
      Thread.ofVirtual().start(() -> trickle(socket));
    }
    return this;
  }

  private void trickle(Socket socket) {
    try {
      var out = socket.getOutputStream();
      do {
        out.write("N".getBytes(StandardCharsets.US_ASCII));
      } while (!over.await(200, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      // Sent away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
