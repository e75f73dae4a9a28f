package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One client's session, from the greeting to the end of the connection: reads a line, has it
 * answered, says the answer, until one of both has enough.
 *
 * <p>It belongs to its thread; {@link #askToEnd}, {@link #hurryToEnd}, {@link #cut}, {@link
 * #cutIfStuck} and {@link #idle} are for any.
 */
final class Session implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** A load balancer says for whom it comes at once. */
  private static final Duration PROXY_TIME = Duration.ofSeconds(5);

  private final Host host;
  private final Wire wire;
  private final boolean secureAtOnce;
  private final boolean proxied;
  private final long end;
  private final Conversation conversation;

  private final Connection connection;
  private final Waiting waiting;
  private long deadline;
  private volatile @Nullable Thread lastWords;
  private volatile boolean hasRecipient;

  /**
   * @param wire connected; this session closes it
   * @param secureAtOnce whether TLS begins before the greeting
   */
  Session(Host host, Wire wire, boolean secureAtOnce) {
    this.host = host;
    this.wire = wire;
    this.connection = new Connection(wire);
    this.waiting = new Waiting(wire);
    this.secureAtOnce = secureAtOnce;
    this.proxied = host.settings().access().isProxy(wire.getInetAddress());
    this.end = System.nanoTime() + host.limits().times().session().toNanos();
    this.conversation = new Conversation(this, wire.getInetAddress());
  }

  /** Where the client is; empty as long as only the load balancer in front of us knows. */
  Optional<Neighbour> neighbour() {
    return proxied ? Optional.empty() : Optional.of(Neighbour.of(wire.getInetAddress()));
  }

  @Override
  public void run() {
    var whyNot = host.lobby().enter(this, neighbour());
    if (whyNot.isPresent()) {
      turnAway(whyNot.get());
      return;
    }
    try {
      if (open()) {
        converse();
      }
    } catch (IOException e) {
      log.atDebug().setCause(e).log("session_broke");
      ended("broke", "the connection broke");
    } finally {
      try {
        host.lobby().giveUpPlace(this);
        close();
      } finally {
        host.lobby().leave(this);
      }
    }
  }

  private void turnAway(Farewell farewell) {
    refused(wire.getInetAddress(), farewell);
    connection.close(host.turnedAway());
  }

  /** Whoever speaks TLS from the start would not understand us before it. */
  private void refused(InetAddress client, Farewell farewell) {
    host.events().note(Level.WARN, "session_refused", client, farewell.word(), farewell.because());
    if (!secureAtOnce) {
      connection.say(farewell.line());
    }
  }

  /** Returns whether there is somebody to talk to. */
  private boolean open() throws IOException {
    conversation.reads(inbound(wire.getInputStream()));
    if ((proxied && !learnsWho()) || (secureAtOnce && !secure())) {
      return false;
    }
    say("220 " + host.settings().hostname() + " ESMTP otpost");
    return true;
  }

  /** Whether the load balancer has said for whom it comes, and that one may stay. */
  private boolean learnsWho() throws IOException {
    var ours = host.limits().times().command();
    deadline = earlier(ours.compareTo(PROXY_TIME) < 0 ? ours : PROXY_TIME);
    if (!waiting.begin(Waiting.For.CLIENT)) {
      return false;
    }
    var header = ProxyHeader.read(wire.getInputStream());
    waiting.begin(Waiting.For.NOBODY);
    return switch (header) {
      case ProxyHeader.Proxied(var client) -> comesFrom(client.getAddress());
      // A look whether we are well: what it may do is said by its own address.
      case ProxyHeader.Local() -> comesFrom(wire.getInetAddress());
      case ProxyHeader.Malformed(var because) -> {
        ended("proxy_header", "the PROXY header of the load balancer: " + because);
        yield false;
      }
    };
  }

  private boolean comesFrom(InetAddress client) throws IOException {
    conversation.comesFrom(client);
    var whyNot = host.lobby().enter(this, Optional.of(Neighbour.of(client)));
    whyNot.ifPresent(farewell -> refused(client, farewell));
    return whyNot.isEmpty();
  }

  private Inbound inbound(InputStream in) {
    return new Inbound(new Watched(in), connection::send);
  }

  private void converse() throws IOException {
    boolean goesOn = true;
    while (goesOn) {
      var enough = conversation.enough(host.limits().patience());
      goesOn = enough.isEmpty() && step();
      if (enough.isPresent()) {
        sayFarewell(enough.get());
      }
    }
  }

  /** Returns whether there is a next one. */
  private boolean step() throws IOException {
    return switch (nextLine()) {
      case Line.Said said -> carryOut(said);
      case Line.Malformed() -> sayAndGoOn("500 5.5.2 no control characters; UTF-8 only");
      case Line.TooLong() -> sayAndGoOn("500 5.5.2 the line is too long");
      case Line.BareLf() -> {
        say("500 5.5.2 lines end with CRLF, goodbye");
        ended("bare_lf", "a line that ends with LF alone");
        yield false;
      }
      case Line.Endless() -> {
        sayFarewell(Farewell.NO_LINE);
        yield false;
      }
      case Line.Ended() -> {
        whyCutOff().ifPresent(this::sayFarewell);
        yield false;
      }
    };
  }

  private Line nextLine() throws IOException {
    deadline = earlier(host.limits().times().command());
    var input = conversation.input();
    if (!waiting.begin(Waiting.For.CLIENT)) {
      return new Line.Ended();
    }
    try {
      return input.line();
    } catch (SocketTimeoutException e) {
      return new Line.Ended();
    } finally {
      waiting.begin(Waiting.For.NOBODY);
    }
  }

  private boolean sayAndGoOn(String reply) {
    say(reply);
    return true;
  }

  private boolean carryOut(Line.Said line) throws IOException {
    var verb = Verb.of(line.text());
    var answer = verb.isEmpty() ? Answer.of("500 5.5.2 no such command") : answer(verb.get(), line);
    if (waiting.isOver()) {
      return false;
    }
    if (answer.text().isEmpty()) {
      whyCutOff().ifPresent(this::sayFarewell);
    } else {
      say(answer.text());
    }
    if (verb.isEmpty() || !verb.get().grouped()) {
      connection.send();
    }
    return switch (answer.then()) {
      case GO_ON -> true;
      case HANG_UP -> false;
      case SECURE -> secure();
    };
  }

  private Answer answer(Verb verb, Line.Said line) throws IOException {
    if (verb == Verb.BDAT) {
      // Before all else: the octets behind it must not be read as commands whatever is wrong with
      // it.
      return Commands.BDAT;
    }
    if (host.settings().tls().required() && !conversation.isSecure() && !verb.inClear()) {
      if (verb == Verb.MAIL) {
        host.events()
            .note(
                Level.INFO,
                "sender_refused",
                conversation.client(),
                "not_encrypted",
                "it does not encrypt");
      }
      return Answer.of("530 5.7.0 say STARTTLS first");
    }
    if (line.octets() > verb.longest(host.limits().sizes().commandLine())) {
      return Answer.of("500 5.5.2 the line is too long");
    }
    conversation.begins(verb);
    try {
      return host.commands().answer(verb, Verb.argument(line.text().stripTrailing()), conversation);
    } catch (RuntimeException e) {
      // How much of the input was read is not known, so nothing behind it may be taken for a
      // command.
      log.atError()
          .addKeyValue("peer", conversation.peer())
          .addKeyValue("command", verb)
          .setCause(e)
          .log("session_failed");
      return Answer.last("421 4.3.0 something went wrong here, please try again later");
    }
  }

  /**
   * Begins TLS. Nothing that was said or heard before counts behind it (RFC 3207 4.2): what a
   * client, or somebody between us, sent in the clear behind STARTTLS is thrown away.
   *
   * @return whether that went well
   */
  private boolean secure() throws IOException {
    int injected = conversation.input().waiting();
    if (injected > 0) {
      host.events()
          .note(
              Level.WARN,
              "thrown_away",
              conversation.client(),
              "sent_before_tls",
              "sent in the clear before TLS");
    }
    deadline = earlier(host.limits().times().command());
    if (!waiting.begin(Waiting.For.CLIENT)) {
      return false;
    }
    try {
      conversation.becomesSecure(inbound(connection.secure(host.credentials())));
      return true;
    } catch (IOException e) {
      log.atDebug().setCause(e).log("handshake_failed");
      ended("no_tls", "there was no agreement on TLS");
      return false;
    } finally {
      waiting.begin(Waiting.For.NOBODY);
    }
  }

  /** Says this and reads the client's answer to it. */
  Line ask(String reply) throws IOException {
    say(reply);
    connection.send();
    return nextLine();
  }

  /** Says this at the latest when there is nothing to read from the client. */
  void say(String reply) {
    conversation.count(reply);
    connection.say(reply);
  }

  private void sayFarewell(Farewell farewell) {
    ended(farewell.word(), farewell.because());
    say(farewell.line());
  }

  private void ended(String reason, String because) {
    host.events().note(Level.INFO, "session_ended", conversation.client(), reason, because);
  }

  /** Why nothing more can be read; empty if it was the client who ended it. */
  private Optional<Farewell> whyCutOff() {
    return waiting
        .asked()
        .or(
            () ->
                wire.isLate()
                    ? Optional.of(deadline == end ? Farewell.SESSION_TIME : Farewell.TIMEOUT)
                    : Optional.empty());
  }

  /** The time at which this much is over, or the session is. */
  private long earlier(Duration time) {
    long then = System.nanoTime() + time.toNanos();
    long earlier = then - end < 0 ? then : end;
    wire.readUntil(earlier);
    return earlier;
  }

  /** The client has the time for a whole mail, and closing waits for it. */
  void expectMail() throws IOException {
    connection.send();
    deadline = earlier(host.limits().times().mail());
    waiting.progress();
    waiting.begin(Waiting.For.MAIL);
  }

  void mailEnds() {
    waiting.progress();
    waiting.begin(Waiting.For.NOBODY);
  }

  /** The client has got further. */
  void progress() {
    waiting.progress();
  }

  /**
   * Has a whole mail taken in.
   *
   * @return empty if there was no time for it, or it took longer than we could wait, and the client
   *     has been told so
   */
  <T> Optional<T> waitFor(Supplier<T> receiver) {
    if (!waiting.begin(Waiting.For.RECEIVER)) {
      return Optional.empty();
    }
    var result = receiver.get();
    return waiting.begin(Waiting.For.NOBODY) ? Optional.of(result) : Optional.empty();
  }

  /** Lets the client wait, unless somebody wants the session to end. */
  void pause(Duration time) throws IOException {
    connection.send();
    waiting.pause(time);
  }

  /** Whether the client has named a recipient of ours in this mail. */
  boolean hasRecipient() {
    return hasRecipient;
  }

  void hasRecipient(boolean named) {
    hasRecipient = named;
  }

  /** For how long, at this {@link System#nanoTime}, the client has got no further. */
  Duration idle(long nanoTime) {
    return waiting.idle(nanoTime);
  }

  /** Ends the session; with a mail under way, and only to close, as soon as that has its reply. */
  void askToEnd(Farewell why) {
    waiting.askToEnd(why);
  }

  /**
   * Ends the session even if the client is still sending a mail. If the receiver has one, the
   * client is told that we do not know: it keeps the mail and brings it again, and if it was kept
   * after all it is known by its Message-ID then.
   */
  void hurryToEnd() {
    if (waiting.hurryToEnd()) {
      // It may have to wait for the client, and others are to be told as well.
      lastWords = Thread.ofVirtual().name("smtp-last-words").start(this::sayLastWords);
    }
  }

  private void sayLastWords() {
    ended("closing", "the listener closes, and the mail is not taken in yet");
    connection.sayLastWords(
        "451 4.3.2 closing down before it was kept, please send it again\r\n"
            + Farewell.CLOSING.line());
  }

  /** Ends the connection without a word. */
  void cut() {
    wire.cut();
  }

  /** Ends the connection if the client has not taken what we say for this long. */
  void cutIfStuck(long nanoTime, Duration longest) {
    if (wire.writingFor(nanoTime).compareTo(longest) >= 0) {
      wire.cut();
      ended("stuck", "the client does not take our replies");
    }
  }

  private void close() {
    var said = lastWords;
    try {
      if (said != null && !said.join(host.limits().times().write())) {
        wire.cut();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close(host.lingering());
  }

  /** What the client sends, and whether it gets on with its mail. */
  private final class Watched extends InputStream {

    private final InputStream in;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = in.read(into, from, length);
      waiting.came(Math.max(count, 0));
      return count;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }
  }
}
