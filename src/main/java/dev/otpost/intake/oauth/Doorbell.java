package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Waits on this machine for the browser to come back (RFC 8252 7.3): an HTTP server that answers
 * one question, and that nobody on another machine can ask. Browsers open connections that they do
 * not use and ask for icons; so each connection has a thread and a few seconds of its own.
 */
final class Doorbell implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Codes have up to some 2,000 bytes. */
  static final int LONGEST_REQUEST_BYTES = 32 * 1024;

  private final ServerSocket door;
  private final ExecutorService visits = Executors.newVirtualThreadPerTaskExecutor();

  private Doorbell(ServerSocket door) {
    this.door = door;
  }

  /**
   * Takes the port; nobody is answered yet.
   *
   * @param port 0 for any that is free
   * @throws IOException if it is taken; its message is for the person who chose it
   */
  static Doorbell at(int port) throws IOException {
    try {
      // By number: the name may mean this machine's address in a network.
      return new Doorbell(
          new ServerSocket(port, 0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    } catch (IOException e) {
      throw new IOException("port %d cannot be had; give another --port".formatted(port), e);
    }
  }

  int port() {
    return door.getLocalPort();
  }

  /**
   * Answers from now on.
   *
   * @param isOurs whether a visitor is the one who is waited for; called from any thread
   * @param ring is told of each such one, when he has his page; called from any thread
   */
  void listen(Predicate<Redirect> isOurs, Consumer<Redirect> ring) {
    visits.execute(
        () -> {
          while (!door.isClosed()) {
            try {
              var visitor = door.accept();
              visits.execute(() -> visit(visitor, isOurs, ring));
            } catch (IOException e) {
              // Closed, or nobody came after all.
            }
          }
        });
  }

  /** Whoever has not got his page by now gets none. */
  @Override
  public void close() throws IOException {
    door.close();
    visits.shutdownNow();
  }

  private static void visit(Socket visitor, Predicate<Redirect> isOurs, Consumer<Redirect> ring) {
    var redirect = Optional.<Redirect>empty();
    try (visitor) {
      visitor.setSoTimeout((int) PATIENCE.toMillis());
      redirect = Redirect.of(target(head(visitor.getInputStream()))).filter(isOurs);
      visitor
          .getOutputStream()
          .write(
              redirect.isPresent()
                  ? page("200 OK", "You can close this window. The rest is said by otpost.")
                  : page("404 Not Found", "This is not what otpost waits for."));
    } catch (IOException e) {
      // He is gone; what he brought stays.
    }
    redirect.ifPresent(ring);
  }

  /** All that a GET has, so that closing the connection does not cut off the page. */
  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2 && head.size() < LONGEST_REQUEST_BYTES) {
      int octet = in.read();
      if (octet < 0) {
        break;
      }
      head.write(octet);
      newlines = octet == '\n' ? newlines + 1 : octet == '\r' ? newlines : 0;
    }
    return newlines == 2 ? head.toString(ISO_8859_1) : "";
  }

  /** What a GET asks for (RFC 9112 3); empty if it is none. */
  private static String target(String head) {
    var words = head.lines().findFirst().orElse("").split(" ", -1);
    return words.length == 3 && words[0].equals("GET") ? words[1] : "";
  }

  private static byte[] page(String status, String words) {
    var body =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>otpost</title><p>"
            + words
            + "</p></html>\n";
    return """
    HTTP/1.1 %s\r
    Content-Type: text/html; charset=utf-8\r
    Content-Length: %d\r
    Content-Security-Policy: default-src 'none'\r
    Referrer-Policy: no-referrer\r
    Cache-Control: no-store\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(status, body.getBytes(UTF_8).length, body)
        .getBytes(UTF_8);
  }
}
