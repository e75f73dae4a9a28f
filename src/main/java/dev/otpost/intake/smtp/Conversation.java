package dev.otpost.intake.smtp;

import dev.otpost.intake.smtp.SmtpSettings.Limits.Patience;
import dev.otpost.message.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client's session as the commands see it. It belongs to the session's thread. */
final class Conversation {

  /** Whoever guesses recipients waits no longer than so many times the shortest wait. */
  private static final int LONGEST_WAIT = 5;

  private final Session session;
  private InetAddress client;
  private @Nullable Inbound input;
  private boolean secure;
  private boolean authenticated;
  private Stage stage = new Stage.Unknown();
  private int errors;
  private int unknownRecipients;
  private int authFailures;
  private int idleCommands;
  private int mails;
  private int furthest; // since the last mail

  Conversation(Session session, InetAddress client) {
    this.session = session;
    this.client = client;
  }

  /** A load balancer has said who is behind it. */
  void comesFrom(InetAddress client) {
    this.client = client;
  }

  /** Where the client is. */
  InetAddress client() {
    return client;
  }

  /** The same as text: no name, no port, no IPv6 zone. */
  String peer() {
    return Network.alone(client).toString();
  }

  /** Whether what is said is encrypted. */
  boolean isSecure() {
    return secure;
  }

  /** From now on; all that was said before is forgotten. */
  void becomesSecure(Inbound input) {
    this.input = input;
    secure = true;
    authenticated = false;
    stage = new Stage.Unknown();
  }

  /** Whether the client has shown that it is a user of ours. */
  boolean isAuthenticated() {
    return authenticated;
  }

  void authenticates() {
    authenticated = true;
    session.progress();
  }

  /** Says this and reads the client's answer to it. */
  Line ask(String reply) throws IOException {
    return session.ask(reply);
  }

  Stage stage() {
    return stage;
  }

  void become(Stage stage) {
    this.stage = stage;
    int reached =
        switch (stage) {
          case Stage.Unknown() -> 0;
          case Stage.Greeted _ -> secure ? 2 : 1;
          case Stage.Mail(_, _, var to, _) -> 3 + to.size();
        };
    session.hasRecipient(reached > 3);
    if (reached > furthest) {
      furthest = reached;
      session.progress();
    }
  }

  /** Forgets the mail that was begun, if one was (RFC 5321 4.1.1.5). */
  void forgetMail() {
    if (stage instanceof Stage.Mail(_, _, _, var extended)) {
      become(new Stage.Greeted(extended));
    }
  }

  void reads(Inbound input) {
    this.input = input;
  }

  /** What the client sends, from behind the last command line on. */
  Inbound input() {
    if (input == null) {
      throw new IllegalStateException("not open yet");
    }
    return input;
  }

  /** A command is carried out now. */
  void begins(Verb verb) {
    switch (verb) {
      case NOOP, RSET, VRFY, EXPN, HELP, TURN -> idleCommands++;
      case EHLO, HELO -> idleCommands += stage instanceof Stage.Unknown ? 0 : 1;
      case MAIL, RCPT, DATA, BDAT, QUIT, STARTTLS, AUTH -> {}
    }
  }

  /** A reply is said. */
  void count(String reply) {
    errors += reply.startsWith("5") ? 1 : 0;
  }

  /**
   * A recipient is none of ours: the answer waits, longer each time, but not for the first, which
   * may be a slip.
   */
  void meetsUnknownRecipient(Duration tarpit) throws IOException {
    var wait = tarpit.multipliedBy(Math.min(unknownRecipients, LONGEST_WAIT));
    unknownRecipients++;
    if (wait.isPositive()) {
      session.pause(wait);
    }
  }

  /** The command brought the mail no nearer. */
  void idles() {
    idleCommands++;
  }

  /** A password is wrong: the answer waits. */
  void failsToAuthenticate(Duration tarpit) throws IOException {
    authFailures++;
    if (tarpit.isPositive()) {
      session.pause(tarpit);
    }
  }

  /** A mail was taken. */
  void bringsMail() {
    mails++;
    idleCommands = 0;
    furthest = 0;
  }

  /** Why the session should not go on, if there is a reason. */
  Optional<Farewell> enough(Patience patience) {
    if (errors >= patience.errors()) {
      return Optional.of(Farewell.ERRORS);
    }
    if (unknownRecipients >= patience.unknownRecipients()) {
      return Optional.of(Farewell.UNKNOWN_RECIPIENTS);
    }
    if (authFailures >= patience.authFailures()) {
      return Optional.of(Farewell.AUTH_FAILURES);
    }
    if (idleCommands >= patience.idleCommands()) {
      return Optional.of(Farewell.IDLE_COMMANDS);
    }
    return mails >= patience.mails() ? Optional.of(Farewell.MAILS) : Optional.empty();
  }

  /** Says this at once, and reads a mail next. */
  void expectMail(String reply) throws IOException {
    session.say(reply);
    session.expectMail();
  }

  /** See {@link Session#waitFor}. */
  <T> Optional<T> waitFor(Supplier<T> receiver) {
    return session.waitFor(receiver);
  }

  /** Its last octet was read, or it was given up. */
  void mailEnds() {
    session.mailEnds();
  }
}
