package dev.otpost.intake.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** One connection through a {@link Cable}. */
final class Wire {

  /** What becomes of octets. */
  sealed interface Way {

    /** They pass. */
    record Pass() implements Way {}

    /** They are held up, in both directions. */
    record Hold() implements Way {}

    /** Each piece of them is late, in both directions. */
    record Late(Duration by) implements Way {}

    /** So many more of the server's pass, then it is {@link Hold}. */
    record HoldAfter(int octets) implements Way {}

    /** Half of the server's next line in which this stands passes, then it is {@link Hold}. */
    record HalfALine(String text) implements Way {}

    /** The server's lines pass but for those in which this stands. */
    record Swallow(String text) implements Way {}
  }

  private final Cable cable;
  private final int server;
  private final Socket client;
  private final Socket upstream = new Socket();
  private volatile boolean closed;

  /** The beginning of a line of the server's whose end decides what becomes of it. */
  private byte[] unfinished = {};

  Wire(Cable cable, int server, Socket client) {
    this.cable = cable;
    this.server = server;
    this.client = client;
  }

  boolean isClosed() {
    return closed;
  }

  /** Connects to the server when the way is free, and passes on what it says, to the end. */
  void fromServer() {
    try {
      passFromClient(new byte[0], OutputStream.nullOutputStream());
      upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      Thread.ofVirtual().name("cable-from-client").start(this::fromClient);
      var buffer = new byte[16 * 1024];
      for (int n; (n = upstream.getInputStream().read(buffer)) >= 0; ) {
        passFromServer(Arrays.copyOf(buffer, n), client.getOutputStream());
      }
      client.getOutputStream().write(unfinished);
    } catch (IOException | InterruptedException over) {
      // One side is gone.
    } finally {
      close();
    }
  }

  private void fromClient() {
    try {
      var buffer = new byte[16 * 1024];
      for (int n; (n = client.getInputStream().read(buffer)) >= 0; ) {
        var octets = Arrays.copyOf(buffer, n);
        cable.heard(octets);
        passFromClient(octets, upstream.getOutputStream());
      }
    } catch (IOException | InterruptedException over) {
      // One side is gone.
    } finally {
      close();
    }
  }

  private void passFromClient(byte[] octets, OutputStream out)
      throws IOException, InterruptedException {
    while (true) {
      switch (cable.way()) {
        case Way.Hold hold -> cable.awaitOtherThan(hold, Long.MAX_VALUE, this::isClosed);
        case Way.Late late -> {
          cable.awaitOtherThan(late, late.by.toNanos(), this::isClosed);
          out.write(octets);
          return;
        }
        case Way.Pass _, Way.HoldAfter _, Way.HalfALine _, Way.Swallow _ -> {
          out.write(octets);
          return;
        }
      }
    }
  }

  private void passFromServer(byte[] octets, OutputStream out)
      throws IOException, InterruptedException {
    var left = joined(unfinished, octets);
    unfinished = new byte[0];
    while (left.length > 0) {
      switch (cable.way()) {
        case Way.Pass _ -> left = write(left, left.length, out);
        case Way.Hold hold -> cable.awaitOtherThan(hold, Long.MAX_VALUE, this::isClosed);
        case Way.Late late -> {
          cable.awaitOtherThan(late, late.by.toNanos(), this::isClosed);
          left = write(left, left.length, out);
        }
        case Way.HoldAfter after -> {
          int some = Math.min(left.length, after.octets);
          left = write(left, some, out);
          cable.instead(
              after,
              some == after.octets ? new Way.Hold() : new Way.HoldAfter(after.octets - some));
        }
        case Way.HalfALine(var text) when text.isEmpty() -> {
          left = write(left, (lineEnd(left) < 0 ? left.length : lineEnd(left)) / 2, out);
          cable.instead(new Way.HalfALine(text), new Way.Hold());
        }
        case Way.HalfALine half -> {
          int end = lineEnd(left);
          if (end < 0) {
            unfinished = left;
            return;
          }
          boolean found = line(left, end).contains(half.text);
          left = write(left, found ? end / 2 : end, out);
          if (found) {
            cable.instead(half, new Way.Hold());
          }
        }
        case Way.Swallow swallow -> {
          int end = lineEnd(left);
          if (end < 0) {
            unfinished = left;
            return;
          }
          left =
              write(
                  left,
                  end,
                  line(left, end).contains(swallow.text) ? OutputStream.nullOutputStream() : out);
        }
      }
    }
  }

  void reset() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      // nobody is there to see it
    }
    close();
  }

  void close() {
    try (client;
        upstream) {
      cable.tell(() -> closed = true);
    } catch (IOException gone) {
      // that was wanted
    }
  }

  private static byte[] write(byte[] octets, int length, OutputStream out) throws IOException {
    out.write(octets, 0, length);
    return Arrays.copyOfRange(octets, length, octets.length);
  }

  private static String line(byte[] octets, int end) {
    return new String(octets, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Behind the first LF; -1 if there is none. */
  private static int lineEnd(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
