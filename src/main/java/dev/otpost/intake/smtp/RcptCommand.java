package dev.otpost.intake.smtp;

import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code RCPT TO:<…>}: names a recipient, which must be one of this gateway (RFC 5321 4.1.1.3). */
final class RcptCommand implements Command {

  private static final Logger log = LoggerFactory.getLogger(RcptCommand.class);

  private final Recipients recipients;
  private final int most;

  /**
   * @param most recipients of one mail
   */
  RcptCommand(Recipients recipients, int most) {
    this.recipients = recipients;
    this.most = most;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) {
    return switch (conversation.stage()) {
      case Stage.Unknown(), Stage.Greeted() -> Answer.of("503 5.5.1 say MAIL first");
      case Stage.Mail mail ->
          Path.parse("TO", argument)
              .filter(path -> !path.mailbox().isEmpty())
              .map(path -> add(path, mail, conversation))
              .orElse(Answer.of("501 5.1.3 bad syntax; it is RCPT TO:<local@domain>"));
    };
  }

  private Answer add(Path path, Stage.Mail mail, Conversation conversation) {
    if (!path.parameters().isEmpty()) {
      return Answer.of("555 5.5.4 RCPT has no parameters here");
    }
    if (path.isBeyondAscii() && !mail.utf8()) {
      return Answer.of("553 5.6.7 an address outside of ASCII needs SMTPUTF8 with MAIL");
    }
    // No Address is made of a quoted local part with a space in it: nobody here has one.
    var recipient = Address.of(path.mailbox()).filter(recipients::contain);
    if (recipient.isEmpty()) {
      log.atInfo()
          .addKeyValue("peer", conversation.peer())
          .addKeyValue("recipient", Address.of(path.mailbox()).map(Address::toString).orElse("…"))
          .addKeyValue("because", "not one of smtp.recipients")
          .log("recipient_refused");
      return Answer.of("550 5.1.1 no such recipient here");
    }
    if (mail.to().stream().anyMatch(recipient.get()::sameMailbox)) {
      return Answer.of("250 2.1.5 recipient ok, as before");
    }
    if (mail.to().size() >= most) {
      return Answer.of(
          "452 4.5.3 %d recipients are enough; send the rest in another mail".formatted(most));
    }
    conversation.become(mail.with(recipient.get()));
    return Answer.of("250 2.1.5 recipient ok");
  }
}
