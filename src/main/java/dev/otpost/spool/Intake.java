package dev.otpost.spool;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one mail into the tables: a row for itself, and a row for each decision that is new. */
final class Intake {

  private final Sql sql;
  private final Fingerprint fingerprint;
  private final Envelope envelope;
  private final byte[] raw;
  private final Letter letter;

  /** The mail's row; 0 as long as it has none, for a mail that was here before needs none. */
  private long mail;

  Intake(Sql sql, Fingerprint fingerprint, Envelope envelope, byte[] raw, Letter letter) {
    this.sql = sql;
    this.fingerprint = fingerprint;
    this.envelope = envelope;
    this.raw = raw;
    this.letter = letter;
  }

  /**
   * Within the caller's transaction. The entries that are now pending are added to {@code arrived}.
   */
  Receipt take(List<Decision> decisions, List<Pending> arrived) throws SQLException {
    var ids = new ArrayList<Long>();
    for (var decision : decisions) {
      var print = fingerprint.of(letter, decision);
      var known =
          print.isPresent()
              ? sql.one(
                  "select id from entry where fingerprint = ?", row -> row.getLong(1), print.get())
              : java.util.Optional.<Long>empty();
      if (known.isPresent()) {
        ids.add(known.get());
      } else {
        ids.add(insert(decision, print.orElse(null), arrived));
      }
    }
    return new Receipt(ids, mail == 0);
  }

  private long insert(Decision decision, byte @Nullable [] print, List<Pending> arrived)
      throws SQLException {
    return switch (decision) {
      case Decision.Deliver d -> {
        long id = entry(State.PENDING, d, d.identifier().value(), d.content(), d.life(), print);
        arrived.add(new Pending(id, d.identifier(), d.life()));
        yield id;
      }
      case Decision.Hold h -> {
        var noLife = new Life(envelope.receivedAt(), envelope.receivedAt());
        yield entry(State.HELD, h, "", letter.content(), noLife, print);
      }
    };
  }

  private long entry(
      State state,
      Decision decision,
      String identifier,
      String content,
      Life life,
      byte @Nullable [] print)
      throws SQLException {
    return sql.insert(
        "insert into entry (mail, recipient, state, identifier, because, note, content, origin,"
            + " life_end, ended_at, fingerprint) values (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
        mailId(),
        decision.recipient().value(),
        state.word(),
        identifier,
        decision.because(),
        content,
        life.origin(),
        life.end(),
        state == State.PENDING ? null : envelope.receivedAt(),
        print);
  }

  private long mailId() throws SQLException {
    if (mail == 0) {
      mail =
          sql.insert(
              "insert into mail (source, mail_from, peer, site, received_at, size, raw)"
                  + " values (?, ?, ?, ?, ?, ?, ?)",
              envelope.source().name(),
              envelope.mailFrom(),
              envelope.peer(),
              letter.from().map(Address::domain).orElse(""),
              envelope.receivedAt(),
              raw.length,
              raw);
    }
    return mail;
  }
}
