package dev.otpost.web.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** One request on its way: its head is here, its body is read when somebody wants it. */
final class Exchange {

  /** In octets: a body that is known to be no larger is read in any case. */
  static final int SMALL = 8 << 10;

  private final Head head;
  private final InetAddress peer;
  private final boolean secure;
  private final Input in;
  private final Output out;
  private final Semaphore large;
  private final Runnable whenRead;
  private boolean read;
  private BooleanSupplier mayListen = () -> true;

  /**
   * @param peer at the other end of the connection
   * @param secure whether it is TLS
   * @param large of which a body that is not small takes one
   * @param whenRead called when the body is here
   */
  Exchange(
      Head head,
      InetAddress peer,
      boolean secure,
      Input in,
      Output out,
      Semaphore large,
      Runnable whenRead) {
    this.head = head;
    this.peer = peer;
    this.secure = secure;
    this.in = in;
    this.out = out;
    this.large = large;
    this.whenRead = whenRead;
    this.read = head.length() == 0;
  }

  Head head() {
    return head;
  }

  InetAddress peer() {
    return peer;
  }

  boolean secure() {
    return secure;
  }

  /** Whether a stream of events that is the answer may go on; for any thread. */
  BooleanSupplier mayListen() {
    return mayListen;
  }

  void letListenWhile(BooleanSupplier condition) {
    mayListen = condition;
  }

  /** Whether nothing is left of it. */
  boolean isRead() {
    return read;
  }

  /**
   * Reads the body.
   *
   * @throws Refused if it has more octets than these, or is none, or too many large ones are read
   */
  Body body(int largest) throws IOException, Refused {
    if (read) {
      return Body.EMPTY;
    }
    var body = read(largest);
    read = true;
    whenRead.run();
    return Body.of(body);
  }

  private byte[] read(int largest) throws IOException, Refused {
    if (head.length() != Head.CHUNKED && head.length() <= SMALL) {
      return readNow(largest);
    }
    if (!large.tryAcquire()) {
      throw new Refused(
          new Problem(503, "Too many large requests", "come again in a few seconds")
              .with("Retry-After", "5"));
    }
    try {
      return readNow(largest);
    } finally {
      large.release();
    }
  }

  private byte[] readNow(int largest) throws IOException, Refused {
    if (head.expectsContinue() && head.length() <= largest) {
      out.goOn();
    }
    return BodyReader.read(in, head.length(), largest);
  }
}
