package dev.otpost.spool;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Kind;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Otp;
import dev.otpost.message.Place;
import dev.otpost.message.State;
import dev.otpost.message.Stored;
import dev.otpost.message.Written;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts one mail into the tables: a row for itself, and a row for each decision that is new. */
final class Intake {

  private final Sql sql;
  private final Fingerprint fingerprint;
  private final Envelope envelope;
  private final byte[] raw;
  private final Letter letter;
  private final Dkim dkim;

  /** The mail's row; 0 as long as it has none, for a mail that was here before needs none. */
  private long mail;

  Intake(
      Sql sql, Fingerprint fingerprint, Envelope envelope, byte[] raw, Letter letter, Dkim dkim) {
    this.sql = sql;
    this.fingerprint = fingerprint;
    this.envelope = envelope;
    this.raw = raw;
    this.letter = letter;
    this.dkim = dkim;
  }

  /**
   * Within the caller's transaction. The entries that are now pending are added to {@code arrived}.
   * The bookmark of the folder that the mail lay in, if it lay in one, moves along.
   *
   * @throws IllegalStateException if that folder has another UIDVALIDITY by now
   */
  Receipt take(List<Decision> decisions, List<Pending> arrived) throws SQLException {
    var ids = new ArrayList<Long>();
    for (var decision : decisions) {
      var print = fingerprint.of(letter, decision);
      var known =
          print.isPresent()
              ? sql.one(
                  "select id from entry where fingerprint = ?", row -> row.getLong(1), print.get())
              : Optional.<Long>empty();
      if (known.isPresent()) {
        ids.add(known.get());
      } else {
        ids.add(insert(decision, print.orElse(null), arrived));
      }
    }
    if (envelope.stored().isPresent()) {
      mark(envelope.stored().get(), decisions);
    }
    return new Receipt(ids, mail == 0);
  }

  /** Also for a mail that was here before: it has been looked at in this mailbox now. */
  private void mark(Stored stored, List<Decision> decisions) throws SQLException {
    Folders.move(sql, stored.place(), envelope.receivedAt());
    if (stored.errand() && decisions.stream().anyMatch(it -> it instanceof Decision.Deliver)) {
      Folders.send(sql, stored.place());
    }
  }

  private long insert(Decision decision, byte @Nullable [] print, List<Pending> arrived)
      throws SQLException {
    return switch (decision) {
      case Decision.Deliver d -> {
        long id = insert(row(State.PENDING, d).of(d), print);
        arrived.add(new Pending(id, d.lane(), d.life()));
        yield id;
      }
      case Decision.Hold h ->
          insert(h.wouldBe().map(row(State.HELD, h)::of).orElse(row(State.HELD, h)), print);
      case Decision.Confirm c -> insert(row(State.HELD, c).of(c), print);
      case Decision.Ignore i -> insert(row(State.IGNORED, i), print);
    };
  }

  private Row row(State state, Decision decision) {
    return new Row(
        state,
        decision,
        Kind.NONE,
        Lane.DEFAULT_ROUTE,
        "",
        "",
        letter.content(),
        null,
        null,
        new Life(envelope.receivedAt(), envelope.receivedAt()),
        Optional.empty());
  }

  /** What becomes a row of the table {@code entry}. */
  private record Row(
      State state,
      Decision decision,
      Kind kind,
      String route,
      String identifier,
      String evidence,
      String content,
      @Nullable String code,
      @Nullable String link,
      Life life,
      Optional<Written> written) {

    Row of(Decision.Deliver d) {
      return new Row(
          state,
          decision,
          d.otp().kind(),
          d.lane().route(),
          d.lane().identifier().value(),
          d.otp().evidence(),
          d.content(),
          d.otp() instanceof Otp.Code code ? code.value() : null,
          d.otp() instanceof Otp.MagicLink magic ? magic.url() : null,
          d.life(),
          d.written());
    }

    Row of(Decision.Confirm c) {
      return new Row(
          state,
          decision,
          Kind.GMAIL_CONFIRMATION,
          route,
          c.mailbox().map(Address::value).orElse(""),
          evidence,
          content,
          c.code().orElse(null),
          c.link().orElse(null),
          life,
          written);
    }

    @Override
    public String toString() {
      return "Row[" + state + "]";
    }
  }

  private long insert(Row row, byte @Nullable [] print) throws SQLException {
    return sql.insert(
        "insert into entry (mail, recipient, state, kind, route, identifier, because, evidence,"
            + " note, content, code, link, origin, life_end, ended_at, fingerprint, written_site,"
            + " written_at) values (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        mailId(),
        row.decision().recipient().value(),
        row.state().word(),
        row.kind().word(),
        row.route(),
        row.identifier(),
        row.decision().because(),
        row.evidence(),
        row.content(),
        row.code(),
        row.link(),
        row.life().origin(),
        row.life().end(),
        row.state() == State.PENDING ? null : envelope.receivedAt(),
        print,
        row.written().map(Written::site).orElse(null),
        row.written().map(Written::at).orElse(null));
  }

  private long mailId() throws SQLException {
    if (mail == 0) {
      var place = envelope.stored().map(Stored::place);
      mail =
          sql.insert(
              "insert into mail (source, mail_from, peer, site, author, received_at, size, raw,"
                  + " dkim, dkim_domain, dkim_because, account, folder, uid_validity, uid) values"
                  + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              envelope.source().name(),
              envelope.mailFrom(),
              envelope.peer(),
              letter.from().map(Address::domain).orElse(""),
              letter.author().map(Address::domain).orElse(""),
              envelope.receivedAt(),
              raw.length,
              raw,
              dkim.verdict().word(),
              dkim.domain(),
              dkim.because(),
              place.map(it -> it.folder().account()).orElse(null),
              place.map(it -> it.folder().name()).orElse(null),
              place.map(Place::uidValidity).orElse(null),
              place.map(Place::uid).orElse(null));
    }
    return mail;
  }
}
