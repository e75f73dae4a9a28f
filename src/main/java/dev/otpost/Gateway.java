package dev.otpost;

import dev.otpost.Entrance.Admission;
import dev.otpost.config.Settings;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Letter;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.spool.Keeper;
import dev.otpost.spool.Receipt;
import dev.otpost.spool.StorageFullException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The path of a mail: read, decided upon, let in, made durable; only then the yes. Safe for any
 * number of threads.
 */
final class Gateway implements Receiver {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private final MessageParser parser;
  private final Router router;
  private final Entrance entrance;
  private final Keeper spool;
  private final InstantSource clock;
  private final Turnstile turnstile = Turnstile.ofThisMachine();

  Gateway(
      MessageParser parser, Router router, Entrance entrance, Keeper spool, InstantSource clock) {
    this.parser = parser;
    this.router = router;
    this.entrance = entrance;
    this.spool = spool;
    this.clock = clock;
  }

  /** As it is configured; mail goes into {@code spool}. */
  static Gateway of(Settings settings, Keeper spool, InstantSource clock) {
    return new Gateway(
        new MessageParser(settings.parsing()),
        new Router(settings.routing()),
        Entrance.of(settings),
        spool,
        clock);
  }

  @Override
  public Reply receive(Envelope envelope, byte[] raw) {
    var letter = read(raw);
    var decisions = decide(envelope, letter);
    return switch (admit(raw, letter, decisions)) {
      case Admission.Admitted(var dkim) -> keep(envelope, raw, letter, dkim, decisions);
      case Admission.TurnedAway turned -> {
        reportTurnedAway(envelope, raw.length, letter, turned);
        yield turned.reply();
      }
    };
  }

  private Reply keep(
      Envelope envelope, byte[] raw, Letter letter, Dkim dkim, List<Decision> decisions) {
    try {
      var receipt = spool.commit(envelope, raw, letter, dkim, decisions);
      report(envelope, raw.length, dkim, decisions, receipt);
      return new Reply.Accepted(receipt.ids());
    } catch (StorageFullException e) {
      reportUnkept(envelope, e);
      return new Reply.StorageFull();
    } catch (IOException e) {
      reportUnkept(envelope, e);
      return new Reply.TryLater();
    }
  }

  /**
   * Every mail can be read. Should a fault of ours, or of a library, say otherwise, it is kept as
   * one with nothing in it, which the rules hold for the operator.
   */
  private Letter read(byte[] raw) {
    try {
      return turnstile.pass(raw.length, () -> parser.parse(raw));
    } catch (RuntimeException | StackOverflowError e) {
      log.atError().setCause(e).log("parsing_failed");
      return Letter.EMPTY;
    }
  }

  /**
   * A fault of ours in the rules must not cost a mail: it is kept, and the operator is asked to
   * look at it.
   */
  private List<Decision> decide(Envelope envelope, Letter letter) {
    try {
      return router.route(envelope, letter);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("routing_failed");
      return envelope.rcptTo().stream()
          .<Decision>map(
              to -> new Decision.Hold(to, "otpost failed on it: see its log", Optional.empty()))
          .toList();
    }
  }

  /** What could not be read by a fault of ours says nothing of its sender: it is kept. */
  private Admission admit(byte[] raw, Letter letter, List<Decision> decisions) {
    return letter.equals(Letter.EMPTY)
        ? new Admission.Admitted(Dkim.UNCHECKED)
        : entrance.admit(raw, letter, decisions);
  }

  private void report(
      Envelope envelope, int size, Dkim dkim, List<Decision> decisions, Receipt receipt) {
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
      proved(line, dkim)
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

  private static void reportTurnedAway(
      Envelope envelope, int size, Letter letter, Admission.TurnedAway turned) {
    proved(log.atInfo(), turned.dkim())
        .addKeyValue("because", turned.because())
        .addKeyValue("from", letter.from().map(Address::toString).orElse("unknown"))
        .addKeyValue("mail_from", masked(envelope.mailFrom()))
        .addKeyValue("peer", envelope.peer())
        .addKeyValue("bytes", size)
        .log("sender_turned_away");
  }

  private static void reportUnkept(Envelope envelope, IOException e) {
    log.atError()
        .addKeyValue("because", e.getMessage())
        .addKeyValue("mail_from", masked(envelope.mailFrom()))
        .addKeyValue("peer", envelope.peer())
        .log("not_kept");
  }

  private static String masked(String mailFrom) {
    return mailFrom.isBlank() ? "<>" : new Identifier(mailFrom).toString();
  }
}
