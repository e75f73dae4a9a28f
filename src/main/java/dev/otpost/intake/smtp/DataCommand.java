package dev.otpost.intake.smtp;

import static java.util.stream.Collectors.joining;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.body.MailSack;
import dev.otpost.message.Envelope;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
  private final int maxLine;
  private final Capacity capacity;
  private final Receiver receiver;
  private final InstantSource clock;
  private final Events events;

  DataCommand(
      SmtpSettings settings,
      Capacity capacity,
      Receiver receiver,
      InstantSource clock,
      Events events) {
    this.maxSize = settings.maxMessageSize();
    this.maxLine = settings.limits().sizes().textLine();
    this.capacity = capacity;
    this.receiver = receiver;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public Answer answer(String argument, Conversation conversation) throws IOException {
    if (!argument.isEmpty()) {
      return Answer.of("501 5.5.4 DATA has no argument");
    }
    return switch (conversation.stage()) {
      case Stage.Unknown(), Stage.Greeted(_) -> Answer.of("503 5.5.1 say MAIL and RCPT first");
      case Stage.Mail mail when mail.to().isEmpty() ->
          Answer.of("554 5.5.1 there is no valid recipient");
      case Stage.Mail mail -> take(mail, conversation);
    };
  }

  private Answer take(Stage.Mail mail, Conversation conversation) throws IOException {
    try (var sack = capacity.sack()) {
      conversation.expectMail("354 go ahead; end with a dot on a line of its own");
      var body = BodyReader.read(conversation.input(), sack, maxSize, maxLine);
      conversation.mailEnds();
      return switch (body) {
        case Body.Whole() ->
            conversation.waitFor(() -> handOver(mail, sack, conversation)).orElse(Answer.NONE);
        case Body.TooLarge(var size) -> {
          refused(conversation, size, "too_large", "larger than %d bytes".formatted(maxSize));
          yield MailCommand.tooLarge(maxSize);
        }
        case Body.LineTooLong(var size) -> {
          refused(
              conversation,
              size,
              "line_too_long",
              "a line longer than %d bytes".formatted(maxLine));
          yield Answer.of(
              "554 5.6.0 a line of the mail is too long; at most %d bytes are taken"
                  .formatted(maxLine));
        }
        case Body.NoRoom(var size) -> {
          refused(conversation, size, "too_much_under_way", "too much mail is under way");
          yield MailCommand.NO_ROOM;
        }
        case Body.CutOff(var size) -> {
          refused(conversation, size, "cut_off", "it broke off before its end");
          yield Answer.NONE;
        }
      };
    } finally {
      conversation.forgetMail();
    }
  }

  private Answer handOver(Stage.Mail mail, MailSack sack, Conversation conversation) {
    long size = sack.size();
    var envelope =
        new Envelope(Source.SMTP, mail.from(), mail.to(), conversation.peer(), clock.instant());
    return switch (reply(envelope, sack)) {
      case Reply.Accepted(var ids) -> {
        conversation.bringsMail();
        events.accepted(conversation.isSecure());
        yield Answer.of("250 2.0.0 kept as " + names(ids));
      }
      case Reply.StorageFull() -> {
        refused(conversation, size, "storage_full", "no room to keep it");
        yield Answer.of("452 4.3.1 no room to keep it, please try again later");
      }
      case Reply.TryLater() -> {
        refused(conversation, size, "not_kept", "it cannot be kept just now");
        yield Answer.of("451 4.3.0 it cannot be kept just now, please try again later");
      }
      // The receiver has said why in the log.
      case Reply.Refused(var because) -> Answer.of("550 5.7.1 " + because);
      case Reply.Undecided(var because) ->
          Answer.of("451 4.7.5 " + because + ", please try again later");
    };
  }

  /** A receiver that fails has not said that it has the mail, so the client must keep it. */
  private Reply reply(Envelope envelope, MailSack sack) {
    try (var permit = capacity.handOver(sack.size()).orElse(null)) {
      return permit == null ? new Reply.StorageFull() : receiver.receive(envelope, sack.bytes());
    } catch (IOException | RuntimeException e) {
      log.atError().addKeyValue("peer", envelope.peer()).setCause(e).log("receiver_failed");
      return new Reply.TryLater();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.TryLater();
    }
  }

  /** A reply has 512 octets at most (RFC 5321 4.5.3.1.5), and a mail may have a hundred ids. */
  private static String names(List<Long> ids) {
    var first =
        ids.stream().distinct().limit(IDS_SHOWN).map(String::valueOf).collect(joining(", "));
    return ids.stream().distinct().count() > IDS_SHOWN ? first + ", ..." : first;
  }

  private void refused(Conversation conversation, long size, String reason, String because) {
    events.note(
        Level.INFO,
        "mail_refused",
        conversation.client(),
        reason,
        because,
        Events.pair("size", size));
  }
}
