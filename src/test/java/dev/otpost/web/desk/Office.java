package dev.otpost.web.desk;

import dev.otpost.message.Address;
import dev.otpost.message.Checkup;
import dev.otpost.message.Decision;
import dev.otpost.message.Draft;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.spool.Begun;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import dev.otpost.spool.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A desk over a spool that a daemon has open; what other rooms say is up to the test. */
public final class Office implements Ports, AutoCloseable {

  /** When everything comes, unless the test says otherwise. */
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456Z");

  private static final Address GATEWAY = new Address("otp@gw.example.com");

  public volatile Instant now = NOW;
  public volatile Ways ways = new Ways(List.of("otp@gw.example.com"), List.of());
  public volatile List<Reach> standing =
      List.of(new Reach("default", Reach.State.ANSWERS, NOW, ""));
  public volatile Situation about;
  public volatile Checkup checkup = new Checkup(List.of());

  public final Spool spool;
  public final SpoolDesk desk;
  private int mails;

  public Office(Path directory) throws IOException {
    var settings = new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30));
    about = new Situation("1.2.3", NOW, true, List.of(), List.of(), List.of(), List.of(), Map.of());
    spool = Spool.open(settings, () -> now);
    desk = SpoolDesk.open(settings, this, () -> now);
  }

  /** One with the code 123456 for john@example.com, auto-forwarded by Gmail. */
  public long take() throws IOException {
    return take("john@example.com", "john+caf_=otp=gw.example.com@gmail.com", "192.0.2.1");
  }

  /** One with the code 123456. */
  public long take(String identifier, String mailFrom, String peer) throws IOException {
    return commit(
        mailFrom,
        peer,
        new Decision.Deliver(
            GATEWAY,
            "To of the mail <\"of\"> john & jane",
            Lane.of(new Identifier(identifier)),
            new Otp.Code("123456", "a test"),
            "Your code is \"123456\".",
            Life.of(now, Duration.ofMinutes(15)),
            Optional.empty()));
  }

  /** One that waits for the operator. */
  public long hold() throws IOException {
    return commit(
        "john@example.com", "192.0.2.1", new Decision.Hold(GATEWAY, "two codes", Optional.empty()));
  }

  /** A question of Gmail's. */
  public long ask() throws IOException {
    return commit(
        "forwarding-noreply@google.com",
        "192.0.2.1",
        new Decision.Confirm(
            GATEWAY,
            "Gmail asks to confirm",
            Address.of("john@gmail.com"),
            Optional.of("99427480"),
            Optional.of("https://mail-settings.google.com/mail/vf-1")));
  }

  /** Skyvern answers to it after so long. */
  public void answer(long id, Outcome outcome, Duration after) throws IOException {
    switch (spool.begin(id, now)) {
      case Begun.Post _ -> spool.settle(id, outcome, now.plus(after));
      case Begun.Superseded _, Begun.Gone _ -> throw new AssertionError("not to be posted");
    }
  }

  public void deliver(long id) throws IOException {
    answer(id, new Outcome.Delivered("stored"), Duration.ofMillis(120));
  }

  private long commit(String mailFrom, String peer, Decision decision) throws IOException {
    var name = ++mails + "@example.com";
    var letter =
        Draft.of("", "text of " + name)
            .messageId(name)
            .from("no-reply@github.example")
            .otp(new Otp.Code("123456", "a test"))
            .letter();
    return spool
        .commit(
            new Envelope(Source.SMTP, mailFrom, List.of(GATEWAY), peer, now),
            ("Message-ID: <" + name + ">\r\n\r\n").getBytes(StandardCharsets.UTF_8),
            letter,
            List.of(decision))
        .ids()
        .getFirst();
  }

  @Override
  public Situation situation(
      Map<State, Long> counts, List<Watched> watched, List<Telling> tellings) {
    return new Situation(
        about.version(),
        about.since(),
        about.well(),
        about.listeners(),
        standing,
        about.mailboxes(),
        about.concerns(),
        counts);
  }

  @Override
  public List<Reach> skyverns() {
    return standing;
  }

  @Override
  public Ways ways() {
    return ways;
  }

  @Override
  public Checkup checkup() {
    return checkup;
  }

  @Override
  public void close() throws IOException {
    desk.close();
    spool.close();
  }
}
