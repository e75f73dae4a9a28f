package dev.otpost.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for those who cannot be told to take any. */
final class Ports {

  private Ports() {}

  /**
   * A port that nobody listens on, below the range from which Linux takes the near ends of
   * connections: one that stays free while its listener is away for a while.
   */
  static int free() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        if (attempt == 100) {
          throw taken;
        }
      }
    }
  }
}
