package dev.otpost.intake.smtp;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.smtp.SmtpSettings.Access;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/** {@code MAIL FROM:<…>}: begins a mail (RFC 5321 4.1.1.2, 1870, 6152, 6531). */
final class MailCommand implements Command {

  /** RFC 1870 3: up to 20 digits. */
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

  /** RFC 3461 4, as far as RFC 4954 5 wants it: what it says is not believed. */
  private static final Pattern SUBMITTER = Pattern.compile("[!-*,-<>-~+]{1,500}");

  private final long maxSize;
  private final Access access;
  private final Capacity capacity;
  private final Events events;

  MailCommand(SmtpSettings settings, Capacity capacity, Events events) {
    this.maxSize = settings.maxMessageSize();
    this.access = settings.access();
    this.capacity = capacity;
    this.events = events;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) {
    return switch (conversation.stage()) {
      case Stage.Unknown() -> Answer.of("503 5.5.1 say EHLO first");
      case Stage.Mail _ -> Answer.of("503 5.5.1 a mail is begun already; RSET forgets it");
      case Stage.Greeted(var extended) ->
          Path.parse("FROM", argument)
              .map(path -> begin(path, extended, conversation))
              .orElse(
                  Answer.of(
                      "501 %s bad syntax; it is MAIL FROM:<local@domain>, or <> for no sender"
                          .formatted(Path.isPath("FROM", argument) ? "5.1.7" : "5.5.4")));
    };
  }

  private Answer begin(Path path, boolean extended, Conversation conversation) {
    if (!conversation.isAuthenticated() && !access.admits(conversation.client())) {
      events.note(
          Level.INFO,
          "sender_refused",
          conversation.client(),
          access.networks().isEmpty() ? "not_authenticated" : "network_not_allowed",
          access.networks().isEmpty()
              ? "not logged in as one of smtp.users"
              : "not in smtp.allowed-networks");
      return Answer.of(
          access.users().isEmpty()
              ? "550 5.7.1 mail is not taken from your network"
              : "530 5.7.0 say who you are with AUTH first");
    }
    if (!extended && !path.parameters().isEmpty()) {
      return Answer.of("555 5.5.4 parameters need EHLO instead of HELO");
    }
    var wrong = faultIn(path.parameters());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    boolean utf8 = path.parameters().stream().anyMatch("SMTPUTF8"::equalsIgnoreCase);
    if (path.isBeyondAscii() && !utf8) {
      return Answer.of("553 5.6.7 an address outside of ASCII needs the parameter SMTPUTF8");
    }
    conversation.become(new Stage.Mail(path.mailbox(), utf8, List.of(), extended));
    return Answer.of("250 2.1.0 sender ok");
  }

  private Optional<Answer> faultIn(List<String> parameters) {
    var seen = new HashSet<String>();
    return parameters.stream()
        .map(parameter -> parameter.split("=", 2))
        .flatMap(
            pair -> {
              var keyword = pair[0].toUpperCase(Locale.ROOT);
              return seen.add(keyword)
                  ? fault(keyword, pair.length > 1 ? pair[1] : "").stream()
                  : Optional.of(Answer.of("501 5.5.4 a parameter is given twice")).stream();
            })
        .findFirst();
  }

  private Optional<Answer> fault(String keyword, String value) {
    return switch (keyword) {
      case "SIZE" -> faultInSize(value);
      case "BODY" ->
          value.equalsIgnoreCase("7BIT") || value.equalsIgnoreCase("8BITMIME")
              ? Optional.empty()
              : Optional.of(Answer.of("501 5.5.4 BODY is 7BIT or 8BITMIME"));
      case "SMTPUTF8" ->
          value.isEmpty()
              ? Optional.empty()
              : Optional.of(Answer.of("501 5.5.4 SMTPUTF8 has no value"));
      case "AUTH" ->
          access.users().isEmpty()
              ? Optional.of(UNKNOWN)
              : SUBMITTER.matcher(value).matches()
                  ? Optional.empty()
                  : Optional.of(Answer.of("501 5.5.4 AUTH is <> or an address"));
      default -> Optional.of(UNKNOWN);
    };
  }

  private Optional<Answer> faultInSize(String value) {
    if (!SIZE.matcher(value).matches()) {
      return Optional.of(Answer.of("501 5.5.4 SIZE is a number of bytes"));
    }
    // 20 digits do not fit into a long; what is longer than the limit's own digits is above the
    // limit.
    var digits = value.replaceFirst("^0+(?=.)", "");
    if (digits.length() > 18 || Long.parseLong(digits) > maxSize) {
      return Optional.of(tooLarge(maxSize));
    }
    return capacity.hasRoomFor(Long.parseLong(digits)) ? Optional.empty() : Optional.of(NO_ROOM);
  }

  /** Too much is under way; the client keeps the mail and tries again. */
  static final Answer NO_ROOM =
      Answer.of("452 4.3.1 too much mail is under way, please try again later");

  private static final Answer UNKNOWN = Answer.of("555 5.5.4 this parameter is not known here");

  /** Permanent, so that the client tells its user instead of trying again. */
  static Answer tooLarge(long maxSize) {
    return Answer.of(
        "552 5.3.4 the mail is too large; at most %d bytes are taken".formatted(maxSize));
  }
}
