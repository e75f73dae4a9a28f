package dev.otpost.intake.smtp;

import dev.otpost.message.Receiver;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/** Everything that a client can say, and the short answers. */
final class Commands {

  /**
   * A domain or an address literal; what it says is not believed, so it need not be one (RFC 5321
   * 4.1.4).
   */
  private static final Pattern CLIENT = Pattern.compile("[^\\p{C}\\p{Z}]{1,255}");

  private Commands() {}

  /** One verb for each command that SubEtha knows, so that none of its own is left. */
  static List<Verb> all(
      SmtpSettings settings,
      SmtpLimits limits,
      Receiver receiver,
      InstantSource clock,
      Conversations conversations) {
    long maxSize = settings.maxMessageSize();
    var mail = new MailCommand(maxSize);
    var rcpt = new RcptCommand(settings.recipients(), limits.recipients());
    var data = new DataCommand(maxSize, receiver, clock);
    return List.of(
        new Verb("EHLO", false, greeting(ehlo(settings)), conversations),
        new Verb("HELO", false, greeting("250 " + settings.hostname()), conversations),
        new Verb("MAIL", true, mail, conversations),
        new Verb("RCPT", true, rcpt, conversations),
        new Verb("DATA", false, data, conversations),
        new Verb("RSET", true, withoutArgument(Commands::reset), conversations),
        new Verb("NOOP", false, always("250 2.0.0 ok"), conversations),
        new Verb("QUIT", false, withoutArgument(Commands::quit), conversations),
        new Verb("VRFY", false, always("252 2.5.0 not told; RCPT knows"), conversations),
        new Verb("EXPN", false, always("502 5.5.1 there are no lists here"), conversations),
        new Verb("HELP", false, always("214 2.0.0 see RFC 5321"), conversations),
        new Verb("BDAT", false, Commands::bdat, conversations),
        new Verb("STARTTLS", false, always("502 5.5.1 STARTTLS is not offered"), conversations),
        new Verb("AUTH", false, always("502 5.5.1 AUTH is not offered"), conversations));
  }

  private static String ehlo(SmtpSettings settings) {
    return String.join(
        "\r\n",
        "250-" + settings.hostname(),
        "250-PIPELINING",
        "250-SIZE " + settings.maxMessageSize(),
        "250-8BITMIME",
        "250-SMTPUTF8",
        "250 ENHANCEDSTATUSCODES");
  }

  /** Greets, and forgets a mail that was begun (RFC 5321 4.1.4). */
  private static Command greeting(String answer) {
    return (argument, conversation) -> {
      if (!CLIENT.matcher(argument).matches()) {
        return Answer.of("501 5.5.4 say who you are: a host name or an address in brackets");
      }
      conversation.become(new Stage.Greeted());
      return Answer.of(answer);
    };
  }

  private static Command always(String answer) {
    return (argument, conversation) -> Answer.of(answer);
  }

  private static Command withoutArgument(Command command) {
    return (argument, conversation) ->
        argument.isEmpty()
            ? command.answer(argument, conversation)
            : Answer.of("501 5.5.4 no argument here");
  }

  private static Answer reset(String argument, Conversation conversation) {
    conversation.forgetMail();
    return Answer.of("250 2.0.0 ok");
  }

  private static Answer quit(String argument, Conversation conversation) {
    return new Answer("221 2.0.0 goodbye", true);
  }

  /** The octets of the chunk follow without waiting for an answer; the session must not read on. */
  private static Answer bdat(String argument, Conversation conversation) {
    return new Answer("502 5.5.1 CHUNKING is not offered, goodbye", true);
  }
}
