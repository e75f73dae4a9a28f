package dev.otpost.intake.smtp;

import static java.util.stream.Collectors.joining;

import dev.otpost.message.Envelope;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code DATA}: reads the mail and hands it over; 250 only if the receiver has it (RFC 5321
 * 4.1.1.4, 6.1).
 *
 * <p>Once 354 is said the mail is read to its final dot in every case, and the transaction is over,
 * whatever comes of it.
 */
final class DataCommand implements Command {

  private static final Logger log = LoggerFactory.getLogger(DataCommand.class);

  private static final int IDS_SHOWN = 10;

  private final long maxSize;
  private final Receiver receiver;
  private final InstantSource clock;

  /**
   * @param maxSize of a mail, in bytes
   */
  DataCommand(long maxSize, Receiver receiver, InstantSource clock) {
    this.maxSize = maxSize;
    this.receiver = receiver;
    this.clock = clock;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) throws IOException {
    if (!argument.isEmpty()) {
      return Answer.of("501 5.5.4 DATA has no argument");
    }
    return switch (conversation.stage()) {
      case Stage.Unknown(), Stage.Greeted() -> Answer.of("503 5.5.1 say MAIL and RCPT first");
      case Stage.Mail mail when mail.to().isEmpty() ->
          Answer.of("554 5.5.1 there is no valid recipient");
      case Stage.Mail mail -> take(mail, conversation);
    };
  }

  private Answer take(Stage.Mail mail, Conversation conversation) throws IOException {
    conversation.socket().mailBegins();
    try {
      conversation.say("354 go ahead; end with a dot on a line of its own");
      return switch (BodyReader.read(conversation.input(), maxSize)) {
        case Body.Whole(var raw) -> handOver(mail, raw, conversation);
        case Body.TooLarge(var size) -> {
          refused(conversation, size, "larger than %d bytes".formatted(maxSize));
          yield MailCommand.tooLarge(maxSize);
        }
        case Body.CutOff(var size) -> {
          refused(conversation, size, "it broke off before its end");
          yield Answer.NONE;
        }
      };
    } finally {
      conversation.forgetMail();
      conversation.socket().mailEnds();
    }
  }

  private Answer handOver(Stage.Mail mail, byte[] raw, Conversation conversation) {
    var envelope =
        new Envelope(Source.SMTP, mail.from(), mail.to(), conversation.peer(), clock.instant());
    return switch (reply(envelope, raw)) {
      case Reply.Accepted(var ids) -> Answer.of("250 2.0.0 kept as " + names(ids));
      case Reply.StorageFull() -> {
        refused(conversation, raw.length, "no room on the disk");
        yield Answer.of("452 4.3.1 no room to keep it, please try again later");
      }
      case Reply.TryLater() -> {
        refused(conversation, raw.length, "it cannot be kept just now");
        yield Answer.of("451 4.3.0 it cannot be kept just now, please try again later");
      }
      // The receiver has said why in the log.
      case Reply.Refused(var because) -> Answer.of("550 5.7.1 " + because);
      case Reply.Undecided(var because) ->
          Answer.of("451 4.7.5 " + because + ", please try again later");
    };
  }

  /** A reply has 512 octets at most (RFC 5321 4.5.3.1.5), and a mail may have a hundred ids. */
  private static String names(List<Long> ids) {
    var first = ids.stream().limit(IDS_SHOWN).map(String::valueOf).collect(joining(", "));
    return ids.size() > IDS_SHOWN ? first + ", ..." : first;
  }

  /** A receiver that fails has not said that it has the mail, so the client must keep it. */
  private Reply reply(Envelope envelope, byte[] raw) {
    try {
      return receiver.receive(envelope, raw);
    } catch (RuntimeException e) {
      log.atError().addKeyValue("peer", envelope.peer()).setCause(e).log("receiver_failed");
      return new Reply.TryLater();
    }
  }

  private static void refused(Conversation conversation, long size, String because) {
    log.atInfo()
        .addKeyValue("peer", conversation.peer())
        .addKeyValue("size", size)
        .addKeyValue("because", because)
        .log("mail_refused");
  }
}
