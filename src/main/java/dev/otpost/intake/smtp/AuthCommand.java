package dev.otpost.intake.smtp;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.event.Level;

/** {@code AUTH PLAIN} and {@code AUTH LOGIN} (RFC 4954): the client shows that it is a user. */
final class AuthCommand implements Command {

  private final Passwords passwords;
  private final Duration tarpit;
  private final Events events;

  /**
   * @param tarpit how long whoever does not know a password is made to wait
   */
  AuthCommand(Passwords passwords, Duration tarpit, Events events) {
    this.passwords = passwords;
    this.tarpit = tarpit;
    this.events = events;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) throws IOException {
    if (!conversation.isSecure()) {
      return Answer.of("538 5.7.11 say STARTTLS first: a password is not taken in the clear");
    }
    if (conversation.isAuthenticated()) {
      return Answer.of("503 5.5.1 you are known already");
    }
    return switch (conversation.stage()) {
      case Stage.Unknown() -> Answer.of("503 5.5.1 say EHLO first");
      case Stage.Mail _ -> Answer.of("503 5.5.1 not within a mail; RSET forgets it");
      case Stage.Greeted _ -> exchange(argument, conversation);
    };
  }

  private Answer exchange(String argument, Conversation conversation) throws IOException {
    var step = Sasl.begin(argument);
    while (step instanceof Sasl.Challenge challenge) {
      switch (conversation.ask("334 " + challenge.text())) {
        case Line.Said(var text, _) -> step = challenge.answer(text);
        case Line.Malformed() -> step = new Sasl.Malformed("it has control characters");
        case Line.TooLong() -> {
          return Answer.of("500 5.5.6 the line is too long");
        }
        case Line.BareLf() -> {
          return Answer.last("500 5.5.2 lines end with CRLF, goodbye");
        }
        case Line.Endless() -> {
          return Answer.last(Farewell.NO_LINE.line());
        }
        case Line.Ended() -> {
          return Answer.NONE;
        }
      }
    }
    return switch (step) {
      case Sasl.Credentials credentials -> check(credentials, conversation);
      case Sasl.Cancelled() -> Answer.of("501 5.7.0 cancelled");
      case Sasl.Unsupported() -> Answer.of("504 5.5.4 only " + Sasl.MECHANISMS + " are known here");
      case Sasl.Malformed(var because) -> Answer.of("501 5.5.2 not understood: " + because);
      case Sasl.Challenge _ -> throw new IllegalStateException();
    };
  }

  private Answer check(Sasl.Credentials credentials, Conversation conversation) throws IOException {
    var from = Neighbour.of(conversation.client());
    try {
      return switch (passwords.check(from, credentials.user(), credentials.password())) {
        case RIGHT -> {
          conversation.authenticates();
          yield Answer.of("235 2.7.0 you are known");
        }
        case WRONG -> {
          conversation.failsToAuthenticate(tarpit);
          events.note(
              Level.WARN,
              "auth_failed",
              conversation.client(),
              "wrong_password",
              "no such user and password");
          yield Answer.of("535 5.7.8 no such user and password");
        }
        case BUSY -> {
          events.note(
              Level.WARN, "auth_failed", conversation.client(), "busy", "too many try at once");
          yield Answer.of("454 4.7.0 too many try at once, please try again later");
        }
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.of("454 4.7.0 not now, please try again later");
    }
  }
}
