package dev.otpost.intake.smtp;

import dev.otpost.message.Recipients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A listener on a free port, its inbox, and telephones to call it. */
final class PostOffice implements AutoCloseable {

  static final int MAX_SIZE = 20_000;
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  /** Small enough to be reached, with times that no test on a slow machine runs into. */
  static final SmtpLimits LIMITS =
      new SmtpLimits(
          5, 3, 4, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(8));

  final Inbox inbox = new Inbox();
  final SmtpListener listener;

  PostOffice() {
    this(LIMITS);
  }

  PostOffice(SmtpLimits limits) {
    try {
      listener = SmtpListener.start(settings("127.0.0.1", 0), limits, inbox, () -> NOW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SmtpSettings settings(String host, int port) {
    return new SmtpSettings(
        true,
        host,
        port,
        "gw.example.com",
        new Recipients(List.of("otp@gw.example.com", "post@gw.example.com", "*@all.example.com")),
        MAX_SIZE,
        new SmtpSettings.Bodies(256 * 1024 * 1024, Path.of("target", "incoming")));
  }

  /** A client that has heard the greeting. */
  Dialogue call() throws IOException {
    var dialogue = new Dialogue(listener.port());
    dialogue.hear("220 ");
    return dialogue;
  }

  /** Calls until there is a free line. */
  Dialogue callUntilAnswered() throws IOException {
    while (true) {
      var dialogue = new Dialogue(listener.port());
      if (dialogue.hear("").startsWith("220 ")) {
        return dialogue;
      }
      dialogue.close();
    }
  }

  /** A client that has said EHLO as well. */
  Dialogue greeted() throws IOException {
    var dialogue = call();
    dialogue.say("EHLO client.example", "250");
    return dialogue;
  }

  /** A client that has named a sender and a recipient. */
  Dialogue addressed() throws IOException {
    var dialogue = greeted();
    dialogue.say("MAIL FROM:<jo@example.org>", "250 2.1.0");
    dialogue.say("RCPT TO:<otp@gw.example.com>", "250 2.1.5");
    return dialogue;
  }

  /** A client whose DATA was answered by 354. */
  Dialogue sending() throws IOException {
    var dialogue = addressed();
    dialogue.say("DATA", "354 ");
    return dialogue;
  }

  @Override
  public void close() {
    listener.close();
  }
}
