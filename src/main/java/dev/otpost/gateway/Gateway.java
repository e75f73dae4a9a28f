package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.gateway.Entrance.Admission;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.TestMail;
import dev.otpost.spool.Keeper;
import dev.otpost.spool.StorageFullException;
import dev.otpost.web.metrics.Tally;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of a mail: read, decided upon, let in, made durable; only then the yes. Safe for any
 * number of threads.
 */
public final class Gateway implements Receiver {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  private final MessageParser parser;
  private final Router router;
  private final Entrance entrance;
  private final Keeper spool;
  private final Logbook logbook;
  private final Turnstile turnstile = Turnstile.ofThisMachine();

  Gateway(
      MessageParser parser, Router router, Entrance entrance, Keeper spool, InstantSource clock) {
    this(parser, router, entrance, spool, new Tally(), clock);
  }

  private Gateway(
      MessageParser parser,
      Router router,
      Entrance entrance,
      Keeper spool,
      Tally tally,
      InstantSource clock) {
    this.parser = parser;
    this.router = router;
    this.entrance = entrance;
    this.spool = spool;
    this.logbook = new Logbook(clock, tally);
  }

  /** As it is configured; mail goes into {@code spool}. */
  public static Gateway of(Settings settings, Keeper spool, InstantSource clock) {
    return of(settings, spool, new Tally(), clock);
  }

  /** The same, and what comes is counted. */
  static Gateway of(Settings settings, Keeper spool, Tally tally, InstantSource clock) {
    return new Gateway(
        new MessageParser(settings.parsing()),
        new Router(settings.routing()),
        Entrance.of(settings),
        spool,
        tally,
        clock);
  }

  @Override
  public Reply receive(Envelope handedOver, byte[] raw) {
    var letter = read(raw);
    var envelope = complete(handedOver, letter);
    var test = TestMail.in(envelope, letter).filter(this::isOurs);
    if (test.isPresent()) {
      return keep(envelope, raw, letter, Dkim.UNCHECKED, test.get().decisions(envelope));
    }
    var decisions = decide(envelope, letter);
    return switch (entrance.admit(envelope, raw, letter, decisions)) {
      case Admission.Admitted(var dkim, var admitted) ->
          keep(envelope, raw, letter, dkim, admitted);
      case Admission.TurnedAway turned -> {
        logbook.turnedAway(envelope, raw.length, letter, turned);
        yield turned.reply();
      }
      case Admission.LeftThere(var because) -> {
        logbook.passed(envelope, because);
        yield new Reply.Refused(because);
      }
    };
  }

  @Override
  public Reply hold(Envelope handedOver, byte[] raw, String because) {
    var letter = read(raw);
    var envelope = complete(handedOver, letter);
    var decisions = decide(envelope, letter).stream().map(it -> it.held(because)).toList();
    return keep(envelope, raw, letter, Dkim.UNCHECKED, decisions);
  }

  @Override
  public Optional<String> objection(Envelope envelope, byte[] header) {
    try {
      var objection = router.objection(envelope, read(header));
      objection.ifPresent(because -> logbook.passed(envelope, because));
      return objection;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("routing_failed");
      return Optional.empty();
    }
  }

  /** In doubt it is a mail like any other, by the rules for those. */
  private boolean isOurs(TestMail test) {
    try {
      return spool.honours(test.voucher(), test.code().value());
    } catch (IOException e) {
      return false;
    }
  }

  private Reply keep(
      Envelope envelope, byte[] raw, Letter letter, Dkim dkim, List<Decision> decisions) {
    try {
      var receipt = spool.commit(envelope, raw, letter, dkim, decisions);
      logbook.received(envelope, raw.length, dkim, decisions, receipt);
      return new Reply.Accepted(receipt.ids());
    } catch (StorageFullException e) {
      logbook.notKept(envelope, e);
      return new Reply.StorageFull();
    } catch (IOException e) {
      logbook.notKept(envelope, e);
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

  /** What a mail lost in a mailbox is found again, as far as its header says it. */
  private Envelope complete(Envelope handedOver, Letter letter) {
    try {
      return router.envelope(handedOver, letter);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("routing_failed");
      return handedOver;
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
}
