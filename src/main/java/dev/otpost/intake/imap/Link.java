package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Server;
import dev.otpost.intake.imap.ImapSettings.Times;
import dev.otpost.intake.imap.Timekeeper.Alarm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a server, encrypted as its settings want it before anybody else says a word in
 * it. Whoever waits on it is freed by {@link #cut}, whatever he waits for: the connection, a
 * handshake, an answer, room to write. That is why no read ever times out by itself, which in the
 * middle of an answer would leave the rest of it in the way of the next.
 */
final class Link implements AutoCloseable {

  /** The most octets of one answer: the UIDs of 250,000 mails. */
  static final int LONGEST_ANSWER = 2 << 20;

  /** The most octets of all answers to a command: the headers of a batch of mails. */
  static final int LONGEST_ANSWERS = 4 << 20;

  /** The most octets of a line before the connection is encrypted. */
  private static final int LONGEST_LINE = 8 * 1024;

  /** As long as a server with several addresses is given for each of them. */
  private static final Duration LEAST_TRY = Duration.ofMillis(500);

  /** So many times as long as an answer may all answers to a command take. */
  private static final int ANSWERS = 30;

  private final Socket socket;
  private final Timekeeper timekeeper;
  private final Times times;
  private volatile boolean late;
  private Gauge input = new Gauge(InputStream.nullInputStream(), 0);
  private OutputStream output = OutputStream.nullOutputStream();

  private Link(Socket socket, Timekeeper timekeeper, Times times) {
    this.socket = socket;
    this.timekeeper = timekeeper;
    this.times = times;
  }

  /**
   * Connects, and encrypts.
   *
   * @throws IOException if that cannot be done in time; it says to whom, and what to do
   */
  static Link open(Server server, Times times, Timekeeper timekeeper) throws IOException {
    IOException last = new UnknownHostException("it has no address");
    var addresses = addresses(server.host());
    for (int i = 0; i < addresses.length; i++) {
      var share = times.connect().dividedBy(addresses.length);
      var limit = share.compareTo(LEAST_TRY) < 0 ? LEAST_TRY : share;
      var link = new Link(new Socket(), timekeeper, times);
      try (var _ = timekeeper.in(limit, link::giveUp)) {
        link.connect(new InetSocketAddress(addresses[i], server.port()), server);
        return link;
      } catch (IOException e) {
        last = link.because(e);
        link.cut();
      }
    }
    throw last;
  }

  private static InetAddress[] addresses(String host) throws IOException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IOException("there is no address for that name, or no name server answers", e);
    }
  }

  private void connect(InetSocketAddress address, Server server) throws IOException {
    socket.connect(address);
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    var encrypted =
        switch (server.tls()) {
          case NONE -> socket;
          case IMPLICIT -> encrypt(server);
          case STARTTLS -> {
            askForEncryption();
            yield encrypt(server);
          }
        };
    output = encrypted.getOutputStream();
    var said =
        switch (server.tls()) {
          case NONE, IMPLICIT -> encrypted.getInputStream();
          // The greeting came in the clear, where anybody could have written it; whoever reads on
          // expects one.
          case STARTTLS ->
              new SequenceInputStream(
                  new ByteArrayInputStream(
                      "* OK encrypted\r\n".getBytes(StandardCharsets.US_ASCII)),
                  encrypted.getInputStream());
        };
    input = new Gauge(said, LONGEST_ANSWER);
  }

  private SSLSocket encrypt(Server server) throws IOException {
    var encrypted =
        (SSLSocket)
            Trust.of(server.authorities()).createSocket(socket, server.host(), server.port(), true);
    var parameters = encrypted.getSSLParameters();
    // RFC 9525: the certificate must be for the host that was asked for.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  /**
   * RFC 3501 6.2.1. Read octet by octet, so that nothing that comes behind the answer is taken for
   * something said in the encrypted connection; whatever does come there was put in by somebody
   * else.
   */
  private void askForEncryption() throws IOException {
    var greeting = line();
    if (!greeting.startsWith("* ok")) {
      throw new IOException(
          greeting.startsWith("* preauth")
              ? "it lets everybody in before the connection is encrypted (PREAUTH)"
              : greeting.startsWith("* bye")
                  ? "it ended the connection: " + greeting.substring("* bye".length()).strip()
                  : "its greeting is none of an IMAP server");
    }
    socket.getOutputStream().write("S STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
    String answer;
    do {
      answer = line();
    } while (answer.startsWith("* ") && !answer.startsWith("* bye"));
    if (!answer.startsWith("s ok")) {
      throw new IOException("it does not encrypt (STARTTLS); set tls to implicit, with its port");
    }
    if (socket.getInputStream().available() > 0) {
      throw new IOException("something was put into the connection before it was encrypted");
    }
  }

  /** In lower case. */
  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet; (octet = socket.getInputStream().read()) != '\n'; ) {
      if (octet < 0 || line.size() == LONGEST_LINE) {
        throw new IOException("its answer breaks off, or is none of an IMAP server");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).strip();
  }

  /** What the server says. */
  InputStream input() {
    return input;
  }

  /** To the server; not buffered. */
  OutputStream output() {
    return output;
  }

  /** From now on until it is closed, the server has {@link Times#answer}; then it is cut. */
  Alarm expectAnswer() {
    return expectAnswerAfter(Duration.ZERO);
  }

  /** Likewise, but not before {@code pause} is over. */
  Alarm expectAnswerAfter(Duration pause) {
    return timekeeper.in(pause.plus(times.answer()), this::giveUp);
  }

  /**
   * Likewise for all answers to a command together, however steadily they come; and no more may
   * come of them than {@link #LONGEST_ANSWERS}.
   */
  Alarm expectEnd() {
    input.allow(LONGEST_ANSWERS);
    var alarm = expectAnswerAfter(times.answer().multipliedBy(ANSWERS));
    return () -> {
      alarm.close();
      input.allow(Long.MAX_VALUE);
    };
  }

  /** Has something done after a while. */
  Alarm in(Duration time, Runnable act) {
    return timekeeper.in(time, act);
  }

  /** What the failure of a read or write is for the operator. */
  IOException because(IOException e) {
    if (late) {
      return new IOException("it did not answer in time", e);
    }
    return e instanceof SSLException
        ? new IOException(
            "no encrypted connection: %s (tls says how it is encrypted, tls-authorities whose"
                    .formatted(e.getMessage())
                + " certificates are believed)",
            e)
        : e;
  }

  private void giveUp() {
    late = true;
    cut();
  }

  /**
   * Ends it at once, for any thread. The socket below the encryption is closed and nothing else:
   * closing above it would wait for whoever is writing.
   */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing more that could be done, and nobody who would want to know.
    }
  }

  @Override
  public void close() {
    cut();
  }
}
