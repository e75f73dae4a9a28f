package dev.otpost.delivery;

import java.io.IOException;
import java.net.Socket;

/** Carries bytes between two sockets, both ways, until either ends. */
final class Pump {

  private Pump() {}

  static void between(Socket one, Socket other) {
    var back = Thread.ofVirtual().start(() -> carry(other, one));
    carry(one, other);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them has gone: so both go.
    }
  }
}
