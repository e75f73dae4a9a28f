package dev.otpost.gateway;

import dev.otpost.gateway.Entrance.Admission;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Letter;
import dev.otpost.message.Reply;
import dev.otpost.message.Stored;
import dev.otpost.spool.Receipt;
import dev.otpost.web.metrics.Tally;
import dev.otpost.web.metrics.Tally.NotTaken;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log says of mails that came in: a line for each thing that became of one. Never a text
 * or a code, and addresses masked; the one exception is Gmail's question. They are counted too.
 *
 * @param clock by which it is told how long a mail took
 * @param tally of all mails
 */
record Logbook(InstantSource clock, Tally tally) {

  private static final Logger log = LoggerFactory.getLogger(Logbook.class);

  /** It is kept; a line for each of its entries. */
  void received(Envelope envelope, int size, Dkim dkim, List<Decision> decisions, Receipt receipt) {
    tally.received(envelope, decisions, receipt.again(), clock.instant());
    for (int i = 0; i < decisions.size(); i++) {
      var decision = decisions.get(i);
      var line =
          switch (decision) {
            case Decision.Deliver d ->
                recognised(log.atInfo().addKeyValue("identifier", d.lane().identifier()), d);
            case Decision.Hold h -> {
              var held = log.atWarn().addKeyValue("state", "held");
              yield h.wouldBe().map(d -> recognised(held, d)).orElse(held);
            }
            // Another line asks the operator to act.
            case Decision.Confirm _ ->
                log.atInfo()
                    .addKeyValue("state", "held")
                    .addKeyValue("kind", Kind.GMAIL_CONFIRMATION.word());
            case Decision.Ignore _ -> log.atInfo().addKeyValue("state", "ignored");
          };
      placed(proved(line, dkim), envelope.stored())
          .addKeyValue("id", receipt.ids().get(i))
          .addKeyValue("because", decision.because())
          .addKeyValue("recipient", decision.recipient())
          .addKeyValue("mail_from", masked(envelope.mailFrom()))
          .addKeyValue("peer", envelope.peer())
          .addKeyValue("bytes", size)
          .addKeyValue(
              "durable_ms", Duration.between(envelope.receivedAt(), clock.instant()).toMillis())
          .log(receipt.again() ? "received_again" : "received");
      if (decision instanceof Decision.Confirm confirm && !receipt.again()) {
        ask(receipt.ids().get(i), confirm);
      }
    }
  }

  /** It stays in its mailbox, and nothing of it is kept: nothing of it is said either. */
  void passed(Envelope envelope, String because) {
    tally.notTaken(envelope, NotTaken.PASSED);
    placed(log.atInfo(), envelope.stored()).addKeyValue("because", because).log("passed");
  }

  /** Who wrote it is not wanted, or not known yet. */
  void turnedAway(Envelope envelope, int size, Letter letter, Admission.TurnedAway turned) {
    tally.notTaken(
        envelope, turned.reply() instanceof Reply.Refused ? NotTaken.REFUSED : NotTaken.UNDECIDED);
    placed(proved(log.atInfo(), turned.dkim()), envelope.stored())
        .addKeyValue("because", turned.because())
        .addKeyValue("from", letter.from().map(Address::toString).orElse("unknown"))
        .addKeyValue("mail_from", masked(envelope.mailFrom()))
        .addKeyValue("peer", envelope.peer())
        .addKeyValue("bytes", size)
        .log("sender_turned_away");
  }

  /** The spool did not take it. */
  void notKept(Envelope envelope, IOException e) {
    tally.notTaken(envelope, NotTaken.NOT_KEPT);
    placed(log.atError(), envelope.stored())
        .addKeyValue("because", e.getMessage())
        .addKeyValue("mail_from", masked(envelope.mailFrom()))
        .addKeyValue("peer", envelope.peer())
        .log("not_kept");
  }

  /**
   * The one place where a code and a link stand in the log. They open nothing of anybody's: they
   * let the named mailbox forward to us, whoever reads the log of a new gateway is the one who set
   * it up, and without them the first thing he does with otpost is to search for them.
   */
  private static void ask(long id, Decision.Confirm confirm) {
    log.atWarn()
        .addKeyValue("id", id)
        .addKeyValue("mailbox", confirm.mailbox().map(Address::value).orElse("unknown"))
        .addKeyValue("code", confirm.code().orElse("none"))
        .addKeyValue("link", confirm.link().orElse("none"))
        .log("gmail_confirmation");
  }

  /** What it was taken for, and by what; never the code or link itself. */
  private static LoggingEventBuilder recognised(LoggingEventBuilder line, Decision.Deliver d) {
    return line.addKeyValue("kind", d.otp().kind().word())
        .addKeyValue("evidence", d.otp().evidence());
  }

  /** What the signature came to, if it was looked at. */
  private static LoggingEventBuilder proved(LoggingEventBuilder line, Dkim dkim) {
    if (dkim.verdict() == Dkim.Verdict.UNCHECKED) {
      return line;
    }
    return line.addKeyValue("dkim", dkim.verdict().word())
        .addKeyValue("dkim_domain", dkim.domain())
        .addKeyValue("dkim_because", dkim.because());
  }

  /** In which mailbox it lay, if it lay in one. */
  private static LoggingEventBuilder placed(LoggingEventBuilder line, Optional<Stored> stored) {
    return stored
        .map(Stored::place)
        .map(
            place ->
                line.addKeyValue("account", place.folder().account())
                    .addKeyValue("folder", place.folder().name())
                    .addKeyValue("uid", place.uid()))
        .orElse(line);
  }

  private static String masked(String mailFrom) {
    if (mailFrom.isBlank()) {
      return "<>";
    }
    return mailFrom.equals(Envelope.UNKNOWN_PATH) ? mailFrom : new Identifier(mailFrom).toString();
  }
}
