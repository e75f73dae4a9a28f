package dev.otpost.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Leads a connection on to a server of this machine, octet by octet, until either side ends it. */
final class Passage {

  private Passage() {}

  /** Returns when it is over. */
  static void lead(Socket client, int server) throws IOException, InterruptedException {
    try (var there = new Socket(InetAddress.getLoopbackAddress(), server)) {
      var back = Thread.ofVirtual().start(() -> answers(there, client));
      client.getInputStream().transferTo(there.getOutputStream());
      there.shutdownOutput();
      back.join();
    }
  }

  private static void answers(Socket server, Socket client) {
    try (client) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      // The other direction ends too.
    }
  }
}
