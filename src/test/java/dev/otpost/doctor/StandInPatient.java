package dev.otpost.doctor;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Sighting;
import dev.otpost.message.State;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An otpost with which all is well, unless it is said otherwise. */
final class StandInPatient implements Patient {

  static final Instant CAME = Instant.parse("2026-11-22T10:00:00Z");
  static final Recipients RECIPIENTS = new Recipients(List.of("*@gw.example", "otp@gw.example"));

  Optional<Instant> since = Optional.of(CAME);
  Way way;
  boolean posts = true;
  Optional<Trail> trail = Optional.of(delivered(Duration.ofMillis(8)));
  Sighting sighting = new Sighting.Same("totp_1");
  List<Folder> folders = List.of();
  Reply reply = new Reply.Accepted(List.of(7L));
  final List<Long> dropped = new ArrayList<>();
  final List<String> codes = new ArrayList<>();

  StandInPatient(int port) {
    way = new Way.Listener(RECIPIENTS, "127.0.0.1", port, "gw.example", false);
  }

  static Trail delivered(Duration answer) {
    return trail(
        State.DELIVERED,
        "stored as totp_1",
        new Trail.Attempt(
            CAME.plusMillis(2), Optional.of(CAME.plus(answer)), "delivered", "stored as totp_1"));
  }

  static Trail pending(String word, String because) {
    return trail(
        State.PENDING,
        because,
        new Trail.Attempt(CAME.plusMillis(2), Optional.of(CAME.plusMillis(3)), word, because));
  }

  static Trail trail(State state, String note, Trail.Attempt... attempts) {
    return new Trail(
        7,
        state,
        note,
        "a test mail of otpost's own",
        Kind.CODE,
        true,
        CAME,
        Optional.of(CAME.plusMillis(1)),
        List.of(attempts));
  }

  @Override
  public String configuration() {
    return "no fault found";
  }

  @Override
  public Optional<Instant> runningSince() {
    return since;
  }

  @Override
  public Way way() {
    return way;
  }

  @Override
  public boolean posts(String route) {
    return posts;
  }

  @Override
  public String skyvern(String route) {
    return "http://skyvern.example";
  }

  @Override
  public Voucher voucher(Identifier identifier, String route, String code) {
    codes.add(code);
    return new Voucher(identifier, route, CAME, "0af3");
  }

  @Override
  public Reply handIn(Address recipient, byte[] mail) {
    return reply;
  }

  @Override
  public Optional<Trail> trail(String route, Identifier identifier, String code)
      throws IOException {
    return trail;
  }

  @Override
  public Sighting sighting(String route, Identifier identifier, String code) {
    return sighting;
  }

  @Override
  public boolean drop(long id) {
    dropped.add(id);
    return trail.filter(it -> it.state() != State.DELIVERED).isPresent();
  }

  @Override
  public List<Folder> folders() {
    return folders;
  }
}
