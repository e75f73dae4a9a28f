package dev.otpost.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.otpost.demo.SampleMail;
import dev.otpost.gateway.Daemon;
import dev.otpost.message.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code otpost rehearse}, which the build calls, and nobody else: the service does once what it
 * will do, beside a Skyvern that stands in, while the JVM notes what it should have at hand when it
 * starts (JEP 514).
 *
 * <p>It goes by way of picocli although the service does not. The JVM sees whether its cache fits
 * the jars on the class path up to the last one that it opened while it made it, and JDK 25 opens
 * none for what it has noted: but picocli, whose classes are of a format too old for the cache. It
 * stands last on the class path, so all jars are looked at.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Serves for some seconds, so that the JVM can note what it needs to start.",
    mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {

  /** Enough for the JVM to tell what is called often. */
  private static final int MAILS = 300;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final List<String> PAGES =
      List.of("/", "/messages/1", "/healthz", "/readyz", "/metrics", "/api/v1/status");

  @ParentCommand private OtpostCommand otpost;

  @SuppressWarnings("NullAway.Init") // picocli sets the field.
  RehearseCommand() {}

  @Override
  public Integer call() throws Exception {
    try (var trial = Trial.begin()) {
      var service = new Service(trial.in(otpost.around()), Optional.of(trial.file()));
      service.run(
          (daemon, running) -> {
            rehearse(trial, running);
            daemon.stop();
          });
      return ExitCode.OK;
    }
  }

  private void rehearse(Trial trial, Daemon.Running running) throws IOException {
    int port = running.smtp().orElseThrow().port();
    for (int i = 1; i <= MAILS; i++) {
      SampleMail.forwarded(
              new Address("john" + i + "@gmail.com"),
              Trial.GATEWAY,
              otpost.around().clock().instant())
          .send(Trial.HOST, port);
    }
    var last = trial.skyvern().awaitPost(it -> it.number() == MAILS, PATIENCE);
    if (last.isEmpty()) {
      throw new IOException("not all mails arrived within " + PATIENCE.toSeconds() + " s");
    }
    for (var page : PAGES) {
      fetch(running.website().port(), page);
    }
  }

  private static void fetch(int port, String page) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              """
              GET %s HTTP/1.1
              Host: localhost
              Accept: */*
              Connection: close

              """
                  .formatted(page)
                  .replace("\n", "\r\n")
                  .getBytes(US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new IOException(page + " is answered with " + answer.lines().findFirst());
      }
    }
  }
}
