package dev.otpost.intake.smtp;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.smtp.SmtpSettings.Access;
import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Patience;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Sizes;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Times;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
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
  static final Limits LIMITS =
      new Limits(
          new Crowd(5, 5, 10_000),
          new Patience(10, 4, 4, 2, 10),
          new Sizes(3, 512, 2 * MAX_SIZE),
          times(Duration.ofSeconds(20), Duration.ofSeconds(20)));

  final Inbox inbox = new Inbox();
  final SmtpListener listener;

  PostOffice() {
    this(LIMITS);
  }

  PostOffice(Limits limits) {
    this(settings("127.0.0.1", 0, limits, Tls.STANDARD, Access.OPEN));
  }

  /** As {@code limits} says but for the times. */
  PostOffice(Limits limits, Times times) {
    this(new Limits(limits.crowd(), limits.patience(), limits.sizes(), times));
  }

  PostOffice(Tls tls) {
    this(settings("127.0.0.1", 0, LIMITS, tls, Access.OPEN));
  }

  PostOffice(Access access) {
    this(LIMITS, access);
  }

  PostOffice(Limits limits, Access access) {
    this(settings("127.0.0.1", 0, limits, Tls.STANDARD, access));
  }

  /** With room for so many bytes of mails that are coming in, and much patience. */
  static PostOffice withRoomFor(long inFlight) {
    var patient =
        new Limits(
            LIMITS.crowd(),
            new Patience(10, 10, 10, 10, Integer.MAX_VALUE),
            LIMITS.sizes(),
            LIMITS.times());
    return new PostOffice(settings("127.0.0.1", 0, patient, Tls.STANDARD, Access.OPEN, inFlight));
  }

  PostOffice(SmtpSettings settings) {
    try {
      listener = listen(settings, inbox);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A listener as a gateway with these settings would have it. */
  static SmtpListener listen(SmtpSettings settings, Inbox inbox) throws IOException {
    var bodies = settings.bodies();
    return SmtpListener.start(
        settings,
        inbox,
        Capacity.of(bodies.inFlight(), bodies.incoming(), settings.maxMessageSize()),
        () -> NOW);
  }

  /** A command has this time. */
  static Times quick(Duration command) {
    return times(command, Duration.ofSeconds(20));
  }

  /** For a command and for a mail; the other times are long. */
  static Times times(Duration command, Duration mail) {
    var ample = Duration.ofSeconds(20);
    return new Times(command, mail, ample, command, Duration.ZERO, Duration.ofSeconds(8));
  }

  static SmtpSettings settings(String host, int port) {
    return settings(host, port, LIMITS, Tls.STANDARD, Access.OPEN);
  }

  private static SmtpSettings settings(
      String host, int port, Limits limits, Tls tls, Access access) {
    return settings(host, port, limits, tls, access, 256 * 1024 * 1024);
  }

  private static SmtpSettings settings(
      String host, int port, Limits limits, Tls tls, Access access, long inFlight) {
    return new SmtpSettings(
        true,
        host,
        port,
        "gw.example.com",
        new Recipients(List.of("otp@gw.example.com", "post@gw.example.com", "*@all.example.com")),
        MAX_SIZE,
        limits,
        tls,
        access,
        new SmtpSettings.Bodies(inFlight, Path.of("target", "incoming")));
  }

  /** Calls until there is a free line, and hangs up. */
  void answersSomebody() {
    try (var client = callUntilAnswered()) {
      client.say("QUIT", "221");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** A client that has shaken hands in one of these versions, or in any, and has said nothing. */
  Dialogue secured(String... versions) throws IOException {
    var dialogue = greeted();
    dialogue.say("STARTTLS", "220 2.0.0");
    return dialogue.secure(versions);
  }

  /** The same that has said EHLO then. */
  Dialogue securedAndGreeted() throws IOException {
    var dialogue = secured();
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
