package dev.otpost.intake.smtp;

import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.event.Level;

/** {@code RCPT TO:<…>}: names a recipient, which must be one of this gateway (RFC 5321 4.1.1.3). */
final class RcptCommand implements Command {

  private final Recipients recipients;
  private final int most;
  private final Duration tarpit;
  private final Events events;

  /**
   * @param most recipients of one mail
   * @param tarpit how long whoever names others is made to wait
   */
  RcptCommand(Recipients recipients, int most, Duration tarpit, Events events) {
    this.recipients = recipients;
    this.most = most;
    this.tarpit = tarpit;
    this.events = events;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) throws IOException {
    return switch (conversation.stage()) {
      case Stage.Unknown(), Stage.Greeted(_) -> Answer.of("503 5.5.1 say MAIL first");
      case Stage.Mail mail -> {
        var path =
            Path.parse("TO", argument)
                .filter(it -> !it.mailbox().isEmpty() && it.isLocalWithinLimit());
        yield path.isPresent()
            ? add(path.get(), mail, conversation)
            : Answer.of(
                "501 %s bad syntax; it is RCPT TO:<local@domain>"
                    .formatted(Path.isPath("TO", argument) ? "5.1.3" : "5.5.4"));
      }
    };
  }

  private Answer add(Path path, Stage.Mail mail, Conversation conversation) throws IOException {
    if (!path.parameters().isEmpty()) {
      return Answer.of("555 5.5.4 RCPT has no parameters here");
    }
    if (path.isBeyondAscii() && !mail.utf8()) {
      return Answer.of("553 5.6.7 an address outside of ASCII needs SMTPUTF8 with MAIL");
    }
    // Nobody here has a quoted local part, whatever a pattern for a whole domain may say.
    var recipient =
        Address.of(path.mailbox()).filter(recipients::contain).filter(_ -> !path.isQuoted());
    if (path.isToRelay() || recipient.isEmpty()) {
      events.note(
          Level.INFO,
          "recipient_refused",
          conversation.client(),
          path.isToRelay() ? "relay" : "unknown_recipient",
          path.isToRelay() ? "it asks to be passed on" : "not one of smtp.recipients",
          Events.pair("recipient", Address.of(path.mailbox()).map(Address::toString).orElse("…")));
      conversation.meetsUnknownRecipient(tarpit);
      return path.isToRelay()
          ? Answer.of("550 5.7.1 nothing is passed on from here")
          : Answer.of("550 5.1.1 no such recipient here");
    }
    if (mail.to().stream().anyMatch(recipient.get()::sameMailbox)) {
      conversation.idles();
      return Answer.of("250 2.1.5 recipient ok, as before");
    }
    if (mail.to().size() >= most) {
      conversation.idles();
      return Answer.of(
          "452 4.5.3 %d recipients are enough; send the rest in another mail".formatted(most));
    }
    conversation.become(mail.with(recipient.get()));
    return Answer.of("250 2.1.5 recipient ok");
  }
}
