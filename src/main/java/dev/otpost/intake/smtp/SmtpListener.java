package dev.otpost.intake.smtp;

import dev.otpost.message.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Listens for SMTP clients and hands their mail to a {@link Receiver}; a client is told 250 only
 * after the receiver has said {@link dev.otpost.message.Reply.Accepted}.
 *
 * <p>Each client has a virtual thread; the receiver is called on it. Safe for any number of
 * threads.
 */
public final class SmtpListener implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SmtpListener.class);

  /** Connections that the system holds for us until they are accepted. */
  private static final int BACKLOG = 256;

  /**
   * SubEtha stops accepting above its own limit; ours answers that many clients 421 before it does.
   */
  private static final int REFUSED_AT_ONCE = 100;

  /** The time a session has to say its last words before it is cut, and then SubEtha to end. */
  private static final Duration CUT_AFTER = Duration.ofSeconds(1);

  private final SmtpSettings settings;
  private final SMTPServer server;
  private final ListeningSocket socket;
  private final Conversations conversations;
  private final ScheduledThreadPoolExecutor cutter;

  private SmtpListener(
      SmtpSettings settings,
      SMTPServer server,
      ListeningSocket socket,
      Conversations conversations,
      ScheduledThreadPoolExecutor cutter) {
    this.settings = settings;
    this.server = server;
    this.socket = socket;
    this.conversations = conversations;
    this.cutter = cutter;
  }

  /**
   * Listens from the time it returns on, whatever {@link SmtpSettings#enabled} says.
   *
   * @throws IOException if it cannot listen there; the message names the address and port and says
   *     what to do
   */
  public static SmtpListener start(SmtpSettings settings, Receiver receiver, InstantSource clock)
      throws IOException {
    return start(settings, SmtpLimits.DEFAULT, receiver, clock);
  }

  static SmtpListener start(
      SmtpSettings settings, SmtpLimits limits, Receiver receiver, InstantSource clock)
      throws IOException {
    var cutter =
        new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name("smtp-cutter").factory());
    cutter.setRemoveOnCancelPolicy(true);
    // Sessions that outlast the listener may still want to write.
    cutter.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    var socket = new ListeningSocket(limits, cutter);
    try {
      var conversations = new Conversations(limits);
      var server =
          SMTPServer.port(settings.port())
              .bindAddress(address(settings.host()))
              .backlog(BACKLOG)
              .hostName(settings.hostname())
              .softwareName("otpost")
              .maxConnections(limits.connections() + REFUSED_AT_ONCE)
              .executorService(Executors.newVirtualThreadPerTaskExecutor())
              .sessionHandler(conversations)
              .serverSocketFactory(() -> socket)
              .serverThreadName("smtp-accept")
              .build();
      Commands.all(settings, limits, receiver, clock, conversations)
          .forEach(server.getCommandHandler()::addCommand);
      bind(server);
      return new SmtpListener(settings, server, socket, conversations, cutter);
    } catch (IOException e) {
      socket.close();
      cutter.shutdownNow();
      throw new IOException(
          "cannot listen for SMTP on %s port %d: %s. Set smtp.host to an address of this machine and smtp.port to a free port, or stop the program that has it; ports below 1024 need CAP_NET_BIND_SERVICE"
              .formatted(named(settings), settings.port(), e.getMessage()),
          e);
    }
  }

  private static Optional<InetAddress> address(String host) throws IOException {
    if (host.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IOException("this name has no address", e);
    }
  }

  /** SubEtha wraps what went wrong with the socket. */
  private static void bind(SMTPServer server) throws IOException {
    try {
      server.start();
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static String named(SmtpSettings settings) {
    return settings.host().isEmpty() ? "*" : settings.host();
  }

  /** The port it listens on: the configured one, or the free one that was found for 0. */
  public int port() {
    return server.getPortAllocated();
  }

  /** The address it listens on, as configured; {@code *} for all of this machine's. */
  public String host() {
    return named(settings);
  }

  /** Whether clients are being accepted. */
  public boolean isListening() {
    return server.isRunning() && !socket.isClosed() && !conversations.areEnding();
  }

  /**
   * Takes no mail any more: idle clients are told 421, mails under way are given {@link
   * SmtpLimits#close} to be taken in, then everything is cut. It takes no longer than {@link
   * SmtpLimits#close} and two seconds, even if the receiver does not return. Closing twice does no
   * harm.
   */
  @Override
  public void close() {
    conversations.end(CUT_AFTER);
    // Its stop waits without bound for session threads, and one of them may hang in the receiver.
    var stop = Thread.ofVirtual().name("smtp-stop").start(server::stop);
    try {
      if (!stop.join(CUT_AFTER)) {
        log.atWarn()
            .addKeyValue("because", "a mail is still being taken in")
            .log("listener_left_behind");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cutter.shutdownNow();
  }
}
