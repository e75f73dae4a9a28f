package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.FakeDesk.NOW;

import dev.otpost.message.Checkup;
import dev.otpost.message.Concern;
import dev.otpost.message.Dkim;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Life;
import dev.otpost.message.Reach;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.web.desk.Desk.Task;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.desk.Situation.Mailbox;
import dev.otpost.web.desk.Story;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies on the desks of two operators, one on a good day and one who has a stranger's mail. */
public final class MadeUp {

  /** Each would open a dialog if a browser took it for more than text. */
  public static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(2)>",
          "'onmouseover='alert(3)",
          "</title></textarea><svg onload=alert(4)>",
          "javascript:alert(5)",
          "<link rel=stylesheet href=http://evil.example/x.css>",
          "\u202Egnp.exe\u2066 <b>bold</b> {{7*7}} ${7*7}");

  private static final String ALL = String.join(" ", ATTACKS);

  private static final String[][] DAY = {
    {"jo@example.com", "github.com"},
    {"ops+bank@example.com", "accounts.firstbank.example"},
    {"jo@example.com", "slack.com"},
    {"invoices@example.com", "stripe.com"},
    {"mara.lindqvist@example.org", "login.microsoftonline.com"},
    {"jo@example.com", "okta.com"},
    {"payroll@example.com", "adp.example"}
  };

  private MadeUp() {}

  public static FakeDesk goodDay() {
    var desk = new FakeDesk();
    desk.situation =
        new Situation(
            "0.1.0",
            NOW.minus(Duration.ofHours(52)),
            false,
            List.of(
                new Ear("smtp", "203.0.113.25", 25, true, NOW.minus(Duration.ofHours(52))),
                new Ear("http", "127.0.0.1", 8080, true, NOW.minus(Duration.ofHours(52)))),
            List.of(
                new Reach(
                    "default",
                    Reach.State.ANSWERS,
                    NOW.minus(Duration.ofHours(52)),
                    "",
                    Optional.of(NOW.minusSeconds(95))),
                new Reach(
                    "bank",
                    Reach.State.UNPAID,
                    NOW.minus(Duration.ofMinutes(12)),
                    "402 Payment Required")),
            List.of(
                new Mailbox(
                    "ops",
                    "INBOX",
                    "watching",
                    "new mail is heard of at once",
                    true,
                    Optional.of(NOW.minusSeconds(41)),
                    Optional.of(NOW.minusSeconds(660)),
                    "")),
            List.of(
                new Concern(Concern.Kind.SKYVERN_UNPAID, "bank", "402 Payment Required", 0),
                new Concern(Concern.Kind.GMAIL_CONFIRMATION, "", "1 waiting, the newest is 31", 1)),
            Map.of());
    desk.tasks =
        List.of(
            new Task(
                "recipient",
                "An address or a mailbox",
                true,
                "mail is taken in for skyvern-7f3a@otp.example.com; watched: ops"),
            new Task(
                "forwarding",
                "Forwarding",
                false,
                "Gmail asks whether it may forward: open the link of its question"),
            new Task("first_mail", "First mail", true, "mail has come in"),
            new Task(
                "first_post", "First code at Skyvern", true, "Skyvern has taken what was posted"));
    desk.confirmations =
        List.of(
            new Confirmation(
                31,
                Source.SMTP,
                NOW.minus(Duration.ofMinutes(3)),
                "skyvern-7f3a@otp.example.com",
                Optional.of("payroll@example.com"),
                Optional.of("718204553"),
                Optional.of("https://mail-settings.google.com/mail/vf-%5BANGjdJ8a%5D-Xk2"),
                new Dkim(Dkim.Verdict.PASS, "google.com", "signed"),
                ""));
    desk.checkup =
        new Checkup(
            List.of(
                new Checkup.Step(
                    "listener",
                    "The listener takes it",
                    Checkup.Verdict.PASSED,
                    Optional.of(Duration.ofMillis(11)),
                    "250 on port 25",
                    ""),
                new Checkup.Step(
                    "spool",
                    "It is on the disk",
                    Checkup.Verdict.PASSED,
                    Optional.of(Duration.ofMillis(4)),
                    "",
                    ""),
                new Checkup.Step(
                    "skyvern",
                    "Skyvern takes it",
                    Checkup.Verdict.FAILED,
                    Optional.of(Duration.ofMillis(612)),
                    "it answered 401",
                    "put the API key right"),
                new Checkup.Step(
                    "readback",
                    "Skyvern has it",
                    Checkup.Verdict.SKIPPED,
                    Optional.empty(),
                    "",
                    "")));
    for (int id = 1; id <= 34; id++) {
      var who = DAY[id % DAY.length];
      var state =
          switch (id) {
            case 34 -> State.PENDING;
            case 31, 30 -> State.HELD;
            case 29 -> State.SUPERSEDED;
            case 26 -> State.EXPIRED;
            case 24 -> State.REFUSED;
            case 22 -> State.IGNORED;
            case 21 -> State.DROPPED;
            default -> State.DELIVERED;
          };
      var kind =
          switch (id) {
            case 33, 17 -> Kind.MAGIC_LINK;
            case 31 -> Kind.GMAIL_CONFIRMATION;
            case 30 -> Kind.AMBIGUOUS;
            case 22 -> Kind.NONE;
            default -> Kind.CODE;
          };
      var entry =
          kind == Kind.GMAIL_CONFIRMATION
              ? FakeDesk.entry(id, state, kind, "", "google.com")
              : FakeDesk.entry(id, state, kind, id == 22 ? "" : who[0], who[1]);
      desk.put(
          FakeDesk.story(entry),
          Optional.of(
              new Content(
                  "Hi Jo,\n\nyour verification code is 482 %03d.\nIt is good for ten minutes.\n"
                      .formatted(id),
                  Optional.of("482%03d".formatted(id)),
                  Optional.empty())));
    }
    desk.put(slow(), Optional.empty());
    return desk;
  }

  /** One that took two attempts, and was fetched besides. */
  private static Story slow() {
    var entry =
        FakeDesk.entry(
            28,
            State.DELIVERED,
            Kind.CODE,
            "jo@example.com",
            "github.com",
            Duration.ofMillis(1_425));
    var at = entry.receivedAt();
    return new Story(
        entry,
        List.of(
            FakeDesk.attempt(1, at.plusMillis(7), "deferred", "503 Service Unavailable"),
            FakeDesk.attempt(2, at.plusMillis(1_020), "delivered", "Skyvern has it (201)")),
        List.of(FakeDesk.serving("wr_312894756120", at.plusMillis(1_900))));
  }

  /** Everything in it was written by somebody who would like to be the operator. */
  public static FakeDesk hostile() {
    var desk = new FakeDesk();
    desk.situation =
        new Situation(
            "0.1.0",
            NOW,
            false,
            List.of(),
            List.of(new Reach("default", Reach.State.BARRED, NOW, ALL)),
            List.of(
                new Mailbox(
                    "ops",
                    ALL,
                    "deaf",
                    "no answer",
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    ALL)),
            List.of(new Concern(Concern.Kind.DELIVERIES_REFUSED, ALL, ALL, 1)),
            Map.of());
    desk.tasks = List.of(new Task("mail", "A first mail", true, ALL));
    long id = 1;
    for (var attack : ATTACKS) {
      var entry = hostile(id, attack);
      desk.put(
          new Story(
              entry,
              List.of(new Attempt(1, NOW, Optional.of(NOW), Form.FIRST, attack, attack)),
              List.of(FakeDesk.serving(attack, NOW))),
          Optional.of(
              new Content(
                  "Your code is " + attack + "\n" + ALL,
                  Optional.of(attack),
                  Optional.of(attack))));
      id++;
    }
    desk.confirmations =
        ATTACKS.stream()
            .map(
                attack ->
                    new Confirmation(
                        1,
                        Source.SMTP,
                        NOW,
                        attack,
                        Optional.of(attack),
                        Optional.of(attack),
                        Optional.of(attack),
                        new Dkim(Dkim.Verdict.FAIL, attack, attack),
                        attack))
            .toList();
    return desk;
  }

  private static Entry hostile(long id, String attack) {
    return new Entry(
        id,
        State.REFUSED,
        Kind.CODE,
        Source.SMTP,
        "default",
        Optional.of(new Identifier(attack)),
        attack,
        attack,
        attack,
        attack,
        attack,
        attack,
        new Dkim(Dkim.Verdict.FAIL, attack, attack),
        attack,
        Optional.empty(),
        NOW,
        Optional.of(NOW),
        new Life(NOW, NOW.plusSeconds(900)),
        Optional.of(NOW),
        false,
        1,
        1_000,
        false);
  }
}
