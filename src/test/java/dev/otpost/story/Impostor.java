package dev.otpost.story;

import dev.otpost.demo.StandInSkyvern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What stands where Skyvern should be: passes everything on to the stand-in, or does what no
 * Skyvern does. Each connection goes the way that was chosen when it came.
 */
final class Impostor implements AutoCloseable {

  /** What it does with a request. */
  enum Way {
    PASSES_ON,
    SAYS_NOTHING,
    RESETS_AT_ONCE,
    RESETS_IN_THE_MIDDLE,
    SAYS_WHAT_IS_NO_HTTP,
    SAYS_ONE_OCTET_A_SECOND,
    SAYS_HEADERS_WITHOUT_END,
    SAYS_A_BODY_WITHOUT_END,
    WANTS_A_PERSON_TO_SIGN_IN
  }

  private static final byte[] ROW =
      "{\"totp_code_id\":\"otp_1\",".getBytes(StandardCharsets.US_ASCII);
  private static final String PAGE =
      "<html><body>Welcome to our network. Please sign in.</body></html>";

  private final StandInSkyvern skyvern;
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Way way = Way.PASSES_ON;

  private Impostor(StandInSkyvern skyvern) throws IOException {
    this.skyvern = skyvern;
    Thread.ofVirtual().name("impostor").start(this::accept);
  }

  static Impostor of(StandInSkyvern skyvern) throws IOException {
    return new Impostor(skyvern);
  }

  /** Its base URL. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Whoever comes from now on meets this. */
  void goes(Way next) {
    way = next;
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var connection = listener.accept();
        var now = way;
        Thread.ofVirtual().start(() -> meet(connection, now));
      } catch (IOException closed) {
        // seen above
      }
    }
  }

  private void meet(Socket connection, Way how) {
    try (connection) {
      if (how == Way.PASSES_ON) {
        Passage.lead(connection, skyvern.uri().getPort());
      } else {
        var in = new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1);
        var first = new BufferedReader(in).readLine();
        if (first != null) {
          answer(connection, how, connection.getOutputStream());
        }
      }
    } catch (IOException gone) {
      // Whoever came has had enough.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Socket connection, Way how, OutputStream out)
      throws IOException, InterruptedException {
    switch (how) {
      case PASSES_ON -> throw new IllegalArgumentException();
      case SAYS_NOTHING -> over.await();
      case RESETS_AT_ONCE -> connection.setSoLinger(true, 0);
      case RESETS_IN_THE_MIDDLE -> {
        say(
            out,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{");
        connection.setSoLinger(true, 0);
      }
      case SAYS_WHAT_IS_NO_HTTP -> say(out, "SSH-2.0-OpenSSH_9.2\r\n\u0000\u00ff\r\n");
      case SAYS_ONE_OCTET_A_SECOND -> {
        var slow = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        for (int i = 0; i < slow.length() && !over.await(1, TimeUnit.SECONDS); i++) {
          say(out, slow.substring(i, i + 1));
        }
      }
      case SAYS_HEADERS_WITHOUT_END -> {
        say(out, "HTTP/1.1 200 OK\r\n");
        while (over.getCount() > 0) {
          say(out, "X-Padding: " + "x".repeat(1000) + "\r\n");
        }
      }
      case SAYS_A_BODY_WITHOUT_END -> {
        say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
        out.write(ROW);
        while (over.getCount() > 0) {
          say(out, " ".repeat(1000));
        }
      }
      case WANTS_A_PERSON_TO_SIGN_IN ->
          say(
              out,
              "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(PAGE.length(), PAGE));
    }
  }

  private static void say(OutputStream out, String what) throws IOException {
    out.write(what.getBytes(StandardCharsets.ISO_8859_1));
  }
}
