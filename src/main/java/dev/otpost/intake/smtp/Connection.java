package dev.otpost.intake.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Wire} as its session uses it: what is said is gathered and goes out in one write, in the
 * clear or in TLS. It belongs to the session's thread, but for {@link #sayLastWords}.
 */
final class Connection {

  private static final Logger log = LoggerFactory.getLogger(Connection.class);

  private final Wire wire;
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream(512);
  private @Nullable OutputStream out;
  private @Nullable SSLSocket tls;

  Connection(Wire wire) {
    this.wire = wire;
  }

  /** Says this at the latest with {@link #send}. */
  void say(String reply) {
    replies.writeBytes(octets(reply));
  }

  /** Says what was gathered. */
  void send() throws IOException {
    if (replies.size() > 0) {
      var to = out();
      replies.writeTo(to);
      to.flush();
      replies.reset();
    }
  }

  /**
   * Encrypts all that is said and heard from now on.
   *
   * @return what is heard
   * @throws IOException if the handshake fails
   */
  InputStream secure(Credentials credentials) throws IOException {
    var layer = credentials.over(wire);
    layer.startHandshake();
    out = layer.getOutputStream();
    tls = layer;
    return layer.getInputStream();
  }

  /**
   * Says this and that there will be no more. For any thread, while the session's own waits for
   * something else and has nothing gathered.
   */
  void sayLastWords(String words) {
    try {
      var to = out();
      to.write(octets(words));
      to.flush();
      sayGoodbye();
      wire.shutdownOutput();
    } catch (IOException e) {
      log.atTrace().setCause(e).log("already_gone");
    }
  }

  /** Closes it, with all that was said on its way. */
  void close(Lingering lingering) {
    try {
      send();
      sayGoodbye();
    } catch (IOException e) {
      log.atTrace().setCause(e).log("already_gone");
    }
    lingering.close(wire);
  }

  /** So that the client knows that nobody cut us off (RFC 8446 6.1). */
  private void sayGoodbye() throws IOException {
    if (tls != null) {
      tls.shutdownOutput();
    }
  }

  private OutputStream out() throws IOException {
    var to = out == null ? wire.getOutputStream() : out;
    out = to;
    return to;
  }

  private static byte[] octets(String reply) {
    return (reply + "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
