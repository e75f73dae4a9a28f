package dev.otpost.web.metrics;

import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Outcome;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What has happened since otpost started. Every method returns at once and never fails. Safe for
 * any number of threads.
 */
public final class Tally {

  /** Why a mail was not taken in. */
  public enum NotTaken {
    /** Who wrote it is not wanted. */
    REFUSED,
    /** Whether he is wanted was not known just then; it comes again. */
    UNDECIDED,
    /** It stays in its mailbox, and nothing of it is kept. */
    PASSED,
    /** The spool did not take it; it comes again. */
    NOT_KEPT
  }

  private static final String AGAIN = "again";

  private final Counter mails =
      new Counter(
          "otpost_mails_total",
          "Mails that came, once for each recipient, by what was decided: deliver, hold (it waits"
              + " for you), confirm (Gmail asks you), ignore; again (it was here before);"
              + " refused, undecided, passed (it stays in its mailbox), not_kept (the spool failed:"
              + " see to its disk). Without those of otpost ingest. If none comes although codes"
              + " are awaited, see whether your mail is still forwarded.",
          "source",
          "decision");

  private final Counter attempts =
      new Counter(
          "otpost_attempts_total",
          "Attempts to post to Skyvern, by what they came to. deferred and unanswered are tried"
              + " again; for barred put key or base URL right, for unpaid buy credits, for refused"
              + " read the answer: otpost queue list --state refused.",
          "route",
          "outcome");

  private final Counter ended =
      new Counter(
          "otpost_deliveries_ended_total",
          "Deliveries that came to an end by themselves, by their state then. expired: a code was"
              + " too late, see why it took so long; of routes that are not posted (push: false)"
              + " none counts, for nobody asked for it.",
          "state");

  private final Counter served =
      new Counter(
          "otpost_codes_served_total", "Codes that runs have fetched from the pull endpoint.");

  private final Counter connections =
      new Counter("otpost_smtp_connections_total", "Connections to the SMTP listener.");

  private final Counter smtpMails =
      new Counter(
          "otpost_smtp_mails_total",
          "Mails that the SMTP listener said 250 to, by whether they came encrypted. If tls=false"
              + " is more than you expect, see who sends so; smtp.tls.required turns it away.",
          "tls");

  private final Counter smtpEvents =
      new Counter(
          "otpost_smtp_events_total",
          "Clients that the SMTP listener turned away or ended with, by what happened and why. The"
              + " log says from where. session_refused for want of room: see smtp.limits.",
          "event",
          "reason");

  private final Counter requests =
      new Counter(
          "otpost_http_requests_total",
          "HTTP requests that were answered by what they asked for, by its path and the class of"
              + " the status.",
          "resource",
          "status");

  private final Histogram receiptToDurable = new Histogram("receipt_to_durable");
  private final Histogram durableToPosted = new Histogram("durable_to_posted");
  private final Histogram postedToAnswered = new Histogram("posted_to_answered");
  private final Histogram receiptToAnswered = new Histogram("receipt_to_answered");
  private final Map<String, Instant> answered = new ConcurrentHashMap<>();
  private final Set<String> routes;

  /** Of an otpost that nobody asks for its figures. */
  public Tally() {
    this(List.of());
  }

  /**
   * @param routes their names
   */
  public Tally(Collection<String> routes) {
    this.routes = Set.copyOf(routes);
    for (var source : Source.values()) {
      switch (source) {
        case INGEST, FILE -> {} // Not by way of the daemon.
        case SMTP, IMAP, SMS ->
            Stream.of(
                    Stream.of("deliver", "hold", "confirm", "ignore", AGAIN),
                    Stream.of(NotTaken.values()).map(Tally::word))
                .flatMap(it -> it)
                .forEach(decision -> mails.expect(word(source), decision));
      }
    }
    for (var outcome : Outcome.class.getPermittedSubclasses()) {
      var word = outcome.getSimpleName().toLowerCase(Locale.ROOT);
      routes.forEach(route -> attempts.expect(route, word));
    }
    Stream.of(State.DELIVERED, State.REFUSED, State.EXPIRED, State.SUPERSEDED)
        .forEach(state -> ended.expect(state.word()));
    smtpMails.expect("true");
    smtpMails.expect("false");
  }

  /** A mail is durable. */
  public void received(Envelope envelope, List<Decision> decisions, boolean again, Instant now) {
    receiptToDurable.observe(Duration.between(envelope.receivedAt(), now));
    for (var decision : decisions) {
      mails.count(word(envelope.source()), again ? AGAIN : word(decision));
    }
  }

  /** A mail was not taken in, for all of its recipients. */
  public void notTaken(Envelope envelope, NotTaken why) {
    mails.count(word(envelope.source()), word(why));
  }

  /**
   * An attempt is about to be made, the first of its delivery.
   *
   * @param waited since it was durable
   */
  public void posted(Duration waited) {
    durableToPosted.observe(waited);
  }

  /**
   * An attempt was made.
   *
   * @param took from the request to the answer, or to the end of patience
   * @param age of the mail then, since it was received
   */
  public void attempted(String route, Outcome outcome, Duration took, Duration age, Instant now) {
    var known = routes.contains(route) ? route : Counter.OTHER;
    attempts.count(known, outcome.word());
    postedToAnswered.observe(took);
    switch (outcome) {
      case Outcome.Delivered _ -> {
        receiptToAnswered.observe(age);
        ended(State.DELIVERED);
      }
      case Outcome.Refused _ -> ended(State.REFUSED);
      case Outcome.Again _,
          Outcome.Deferred _,
          Outcome.Unanswered _,
          Outcome.Unpaid _,
          Outcome.Barred _ -> {}
    }
    if (!(outcome instanceof Outcome.Unanswered) && routes.contains(route)) {
      answered.put(route, now);
    }
  }

  /** A delivery has ended in this state. */
  public void ended(State state) {
    ended.count(state.word());
  }

  /** A run has fetched a code. */
  public void served() {
    served.count();
  }

  /** A client has connected to the SMTP listener. */
  public void connected() {
    connections.count();
  }

  /** The SMTP listener has said 250 to a mail. */
  public void accepted(boolean tls) {
    smtpMails.count(Boolean.toString(tls));
  }

  /**
   * The SMTP listener has turned a client away, or ended with it.
   *
   * @param event a word of ours
   * @param reason likewise
   */
  public void turnedAway(String event, String reason) {
    smtpEvents.count(event, reason);
  }

  /** A request was answered. */
  void answered(String template, int status) {
    requests.count(template, status / 100 + "xx");
  }

  void tell(Exposition text) {
    Stream.of(mails, attempts, ended, served, connections, smtpMails, smtpEvents, requests)
        .forEach(it -> it.tell(text));
    var histogram =
        text.histogram(
            "otpost_hop_seconds",
            "How long each part of its way took a mail: receipt_to_durable (slow: the disk),"
                + " durable_to_posted (slow: its lane or Skyvern holds it up), posted_to_answered"
                + " (slow: Skyvern), and receipt_to_answered, the whole, of those that Skyvern"
                + " took.");
    Stream.of(receiptToDurable, durableToPosted, postedToAnswered, receiptToAnswered)
        .forEach(it -> it.tell(histogram));
    var last =
        text.gauge(
            "otpost_skyvern_last_answer_timestamp_seconds",
            "When Skyvern last answered anything to an attempt of this route; missing if it has not"
                + " since the start.");
    new TreeMap<>(answered)
        .forEach((route, at) -> last.seconds(Reading.seconds(at), "route", route));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Decision decision) {
    return switch (decision) {
      case Decision.Deliver _ -> "deliver";
      case Decision.Hold _ -> "hold";
      case Decision.Confirm _ -> "confirm";
      case Decision.Ignore _ -> "ignore";
    };
  }
}
