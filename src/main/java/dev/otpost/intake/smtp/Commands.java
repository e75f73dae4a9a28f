package dev.otpost.intake.smtp;

import dev.otpost.intake.body.Capacity;
import dev.otpost.message.Receiver;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a client can say, and the short answers. */
final class Commands {

  /**
   * A domain or an address literal; what it says is not believed, so it need not be one (RFC 5321
   * 4.1.4).
   */
  private static final Pattern CLIENT = Pattern.compile("[^\\p{C}\\p{Z}]{1,255}");

  private final Map<Verb, Command> commands = new EnumMap<>(Verb.class);

  Commands(
      SmtpSettings settings,
      Capacity capacity,
      Receiver receiver,
      InstantSource clock,
      Events events) {
    var sizes = settings.limits().sizes();
    var times = settings.limits().times();
    commands.put(Verb.EHLO, greeting(conversation -> ehlo(settings, conversation), true));
    commands.put(Verb.HELO, greeting(_ -> "250 " + settings.hostname(), false));
    commands.put(Verb.MAIL, new MailCommand(settings, capacity, events));
    commands.put(
        Verb.RCPT,
        new RcptCommand(settings.recipients(), sizes.recipients(), times.tarpit(), events));
    commands.put(Verb.DATA, new DataCommand(settings, capacity, receiver, clock, events));
    commands.put(Verb.RSET, withoutArgument(Commands::reset));
    commands.put(Verb.NOOP, always("250 2.0.0 ok"));
    commands.put(Verb.QUIT, withoutArgument((_, _) -> Answer.last("221 2.0.0 goodbye")));
    commands.put(Verb.VRFY, always("252 2.5.0 not told; RCPT knows"));
    commands.put(Verb.EXPN, always("502 5.5.1 there are no lists here"));
    commands.put(Verb.HELP, always("214 2.0.0 see RFC 5321"));
    commands.put(Verb.TURN, always("502 5.5.1 nothing is sent from here"));
    commands.put(Verb.BDAT, (_, _) -> BDAT);
    commands.put(Verb.STARTTLS, Commands::startTls);
    commands.put(
        Verb.AUTH,
        settings.access().users().isEmpty()
            ? always("502 5.5.1 AUTH is not offered")
            : new AuthCommand(new Passwords(settings.access().users()), times.tarpit(), events));
  }

  /** The octets of the chunk follow without waiting for an answer; the session must not read on. */
  static final Answer BDAT = Answer.last("502 5.5.1 CHUNKING is not offered, goodbye");

  /** What is said to this command. */
  Answer answer(Verb verb, String argument, Conversation conversation) throws IOException {
    var command = commands.get(verb);
    if (command == null) {
      throw new IllegalStateException("no command for " + verb);
    }
    return command.answer(argument, conversation);
  }

  private static String ehlo(SmtpSettings settings, Conversation conversation) {
    var lines =
        Stream.of(
            settings.hostname(),
            "PIPELINING",
            "SIZE " + settings.maxMessageSize(),
            "8BITMIME",
            "SMTPUTF8",
            conversation.isSecure() ? "" : "STARTTLS",
            conversation.isSecure() && !settings.access().users().isEmpty()
                ? "AUTH " + Sasl.MECHANISMS
                : "");
    return lines
            .filter(line -> !line.isEmpty())
            .map(line -> "250-" + line + "\r\n")
            .collect(Collectors.joining())
        + "250 ENHANCEDSTATUSCODES";
  }

  /** RFC 3207 4. */
  private static Answer startTls(String argument, Conversation conversation) {
    if (!argument.isEmpty()) {
      return Answer.of("501 5.5.4 no argument here");
    }
    if (conversation.isSecure()) {
      return Answer.of("503 5.5.1 this is encrypted already");
    }
    if (conversation.stage() instanceof Stage.Unknown) {
      return Answer.of("503 5.5.1 say EHLO first");
    }
    return new Answer("220 2.0.0 go ahead", Answer.Then.SECURE);
  }

  /** Greets, and forgets a mail that was begun (RFC 5321 4.1.4). */
  private static Command greeting(Function<Conversation, String> answer, boolean extended) {
    return (argument, conversation) -> {
      if (!CLIENT.matcher(argument).matches()) {
        return Answer.of("501 5.5.4 say who you are: a host name or an address in brackets");
      }
      conversation.become(new Stage.Greeted(extended));
      return Answer.of(answer.apply(conversation));
    };
  }

  private static Command always(String answer) {
    return (_, _) -> Answer.of(answer);
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
}
