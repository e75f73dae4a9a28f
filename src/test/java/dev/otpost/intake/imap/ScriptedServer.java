package dev.otpost.intake.imap;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;

/**
 * An IMAP server on the loopback interface that knows nothing of IMAP but lines: each connection
 * has a {@link Script}, one more than there are scripts is closed at once. What a client says that
 * is not in its script ends the connection, and {@link #close} throws.
 */
final class ScriptedServer implements AutoCloseable {

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)(\\+?)\\}$");

  private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<Script> scripts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Under the lock. */
  private final List<Heard> heard = new ArrayList<>();

  /** Under the lock. */
  private final List<Socket> sockets = new ArrayList<>();

  /** What was not in a script. Under the lock. */
  private final List<String> faults = new ArrayList<>();

  private ScriptedServer(List<Script> scripts) throws IOException {
    this.scripts = scripts;
    Thread.ofVirtual().name("scripted-server").start(this::accept);
  }

  /**
   * A line of a client's, with the literals in it.
   *
   * @param connection from 1 on
   * @param secured whether it came in TLS
   */
  record Heard(int connection, boolean secured, String line) {}

  /** Listening; the first connection gets the first script. */
  static ScriptedServer start(Script... scripts) throws IOException {
    return new ScriptedServer(List.of(scripts));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What clients said so far. */
  List<Heard> heard() {
    lock.lock();
    try {
      return List.copyOf(heard);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line; whether it came within the limit. */
  boolean awaitHeard(Predicate<Heard> wanted, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (heard.stream().noneMatch(wanted)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many connections there ever were. */
  int connections() {
    lock.lock();
    try {
      return sockets.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Cuts all connections.
   *
   * @throws AssertionError if a client said what was not in its script
   */
  @Override
  public void close() throws IOException {
    listener.close();
    lock.lock();
    try {
      for (var socket : sockets) {
        socket.close();
      }
      if (!faults.isEmpty()) {
        throw new AssertionError(String.join("; ", faults));
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        int number;
        lock.lock();
        try {
          sockets.add(socket);
          number = sockets.size();
        } finally {
          lock.unlock();
        }
        if (number > scripts.size()) {
          socket.close();
        } else {
          Thread.ofVirtual()
              .name("scripted-connection")
              .start(() -> new Conversation(number, socket, scripts.get(number - 1)).play());
        }
      }
    } catch (IOException closed) {
      // by close
    }
  }

  /** One connection. */
  private final class Conversation {

    private final int number;
    private final Script script;
    private Socket socket;
    private InputStream in = InputStream.nullInputStream();
    private String tag = "*";

    Conversation(int number, Socket socket, Script script) {
      this.number = number;
      this.socket = socket;
      this.script = script;
    }

    void play() {
      try (var plain = socket) {
        plain.setTcpNoDelay(true);
        in = new BufferedInputStream(plain.getInputStream());
        for (var step : script.steps()) {
          switch (step) {
            case Script.Step.Hear hear -> hear(hear.line());
            case Script.Step.Say say -> say(say.text());
            case Script.Step.Wait wait -> wait.until().await();
            case Script.Step.Secure secure -> {
              var tls = (SSLSocket) secure.with().createSocket(plain, null, true);
              tls.setUseClientMode(false);
              tls.startHandshake();
              socket = tls;
              in = new BufferedInputStream(tls.getInputStream());
            }
            case Script.Step.HangUp _ -> {
              return;
            }
          }
        }
        while (true) {
          isAnswered(command());
        }
      } catch (IOException | InterruptedException over) {
        // The client has hung up, or the test is over.
      }
    }

    private void hear(Pattern expected) throws IOException {
      var line = command();
      while (!expected.matcher(line).matches()) {
        if (!isAnswered(line)) {
          var fault = "connection %d: %s instead of %s".formatted(number, line, expected);
          note(() -> faults.add(fault));
          throw new IOException(fault);
        }
        line = command();
      }
    }

    private boolean isAnswered(String line) throws IOException {
      for (var always : script.always()) {
        if (always.line().matcher(line).matches()) {
          say(always.answer());
          return true;
        }
      }
      return false;
    }

    /** The next line of the client, without its tag if it has one. */
    private String command() throws IOException {
      var line = line();
      note(() -> heard.add(new Heard(number, socket instanceof SSLSocket, line)));
      int blank = line.indexOf(' ');
      if (blank < 0) {
        return line; // the end of IDLE, or the answer to a challenge
      }
      tag = line.substring(0, blank);
      return line.substring(blank + 1);
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int octet; (octet = in.read()) != '\n'; ) {
        if (octet < 0) {
          throw new EOFException("hung up");
        }
        line.append((char) octet);
      }
      var text = line.toString().stripTrailing();
      var literal = LITERAL.matcher(text);
      if (!literal.find()) {
        return text;
      }
      if (literal.group(2).isEmpty()) {
        say("+ go on\r\n");
      }
      var octets = in.readNBytes(Integer.parseInt(literal.group(1)));
      return text + "\r\n" + new String(octets, StandardCharsets.ISO_8859_1) + line();
    }

    private void say(String text) throws IOException {
      socket
          .getOutputStream()
          .write(text.replace("{tag}", tag).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void note(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
