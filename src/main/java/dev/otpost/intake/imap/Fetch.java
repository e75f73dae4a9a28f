package dev.otpost.intake.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/**
 * Fetches mails of the folder that is open, by UID and by peeking: looking changes nothing there.
 * For one thread at a time.
 */
record Fetch(Dialogue dialogue) {

  /** The most of a header that is looked at, in bytes. */
  static final int LONGEST_HEADER = 64 * 1024;

  /** What is asked for of a body at a time, in bytes: each piece has the time of an answer. */
  static final int PIECE = 64 * 1024;

  /** When these mails came; those that are gone are missing, and those that are not told of. */
  Map<Long, Instant> dates(List<Long> uids) throws IOException {
    var dates = new HashMap<Long, Instant>();
    for (var some : Batch.of(uids)) {
      dates(some, dates);
    }
    return dates;
  }

  private void dates(List<Long> uids, Map<Long, Instant> into) throws IOException {
    try {
      fetch(
          uids,
          "(UID INTERNALDATE)",
          (uid, answer) -> date(answer).ifPresent(date -> into.put(uid, date)));
    } catch (Denied denied) {
      // Perhaps on account of one of them.
      for (var alone : uids.size() > 1 ? Batch.of(uids, 1) : List.<List<Long>>of()) {
        dates(alone, into);
      }
    }
  }

  /**
   * Of each of these mails what is known without its body. Those that are gone are missing, and
   * those that the server cannot, or not intelligibly, speak of.
   *
   * @throws Denied if the server says that it does not, and only one was asked for
   */
  Map<Long, Head> heads(List<Long> uids) throws IOException {
    var heads = new HashMap<Long, Head>();
    tryToFetch(
        uids,
        "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.%d>)".formatted(LONGEST_HEADER),
        (uid, answer) -> {
          var size = answer.getItem(RFC822SIZE.class);
          var date = date(answer);
          var header = piece(answer, "HEADER", 0);
          // What comes by itself, a change of flags say, has none of these.
          if (date.isPresent() && header != null) {
            var looked = Arrays.copyOf(header, Math.min(header.length, LONGEST_HEADER));
            heads.put(uid, new Head(uid, size == null ? 0 : size.size, date.get(), looked));
          }
        });
    return heads;
  }

  /**
   * A mail, or a part of it, in pieces.
   *
   * @param section empty for all of the mail, else as in {@code 1.2} (RFC 3501 6.4.5)
   * @param most bytes; what is beyond is cut off
   * @return empty if it is gone, or the server does not hand it out
   * @throws Denied if the server says that it does not
   */
  Optional<byte[]> body(long uid, String section, long most) throws IOException {
    var body = new ByteArrayOutputStream();
    while (body.size() < most) {
      int wanted = Math.toIntExact(Math.min(PIECE, most - body.size()));
      var piece = piece(uid, section, body.size(), wanted);
      if (piece == null) {
        return body.size() == 0 ? Optional.empty() : Optional.of(body.toByteArray());
      }
      // By its length, and not by what the server calls the size of the mail: not all of them
      // count.
      if (piece.length > wanted) {
        // It knows no pieces: this is all.
        return Optional.of(Arrays.copyOf(piece, Math.toIntExact(Math.min(piece.length, most))));
      }
      body.writeBytes(piece);
      if (piece.length < wanted) {
        break;
      }
    }
    return Optional.of(body.toByteArray());
  }

  private byte @Nullable [] piece(long uid, String section, int start, int wanted)
      throws IOException {
    var found = new ArrayList<byte[]>();
    fetch(
        List.of(uid),
        "(UID BODY.PEEK[%s]<%d.%d>)".formatted(section, start, wanted),
        (_, answer) -> Optional.ofNullable(piece(answer, section, start)).ifPresent(found::add));
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * Small mails as a whole, in one question. Those that are no shorter than a piece are missing,
   * and those that cannot be had so.
   */
  Map<Long, byte[]> small(List<Long> uids) throws IOException {
    var bodies = new HashMap<Long, byte[]>();
    tryToFetch(
        uids,
        "(UID BODY.PEEK[]<0.%d>)".formatted(PIECE),
        (uid, answer) -> {
          var body = piece(answer, "", 0);
          if (body != null && body.length > 0 && body.length < PIECE) {
            bodies.put(uid, body);
          }
        });
    return bodies;
  }

  /**
   * How a mail is made up; empty if the server does not say it in a way that is understood.
   *
   * @throws Denied if the server says that it does not
   */
  Optional<BODYSTRUCTURE> structure(long uid) throws IOException {
    var found = new ArrayList<BODYSTRUCTURE>();
    fetch(
        List.of(uid),
        "(UID BODYSTRUCTURE)",
        (_, answer) ->
            Optional.ofNullable(answer.getItem(BODYSTRUCTURE.class)).ifPresent(found::add));
    return found.stream().findFirst();
  }

  private interface Fetched {
    void accept(long uid, FetchResponse answer);
  }

  /** The server may refuse all on account of one, and then say what there is of the others. */
  private void tryToFetch(List<Long> uids, String what, Fetched each) throws IOException {
    try {
      fetch(uids, what, each);
    } catch (Denied denied) {
      if (uids.size() == 1) {
        throw denied;
      }
      // What is missing is seen by whoever wanted it.
    }
  }

  private void fetch(List<Long> uids, String what, Fetched each) throws IOException {
    dialogue.ask(
        "UID FETCH",
        new Argument().writeAtom(Batch.set(uids)).writeAtom(what),
        answer -> {
          if (answer instanceof FetchResponse fetched) {
            // One that comes by itself, for a change of flags, names no UID.
            var uid = fetched.getItem(UID.class);
            if (uid != null && uids.contains(uid.uid)) {
              each.accept(uid.uid, fetched);
            }
          }
        });
  }

  private static Optional<Instant> date(FetchResponse answer) {
    return Optional.ofNullable(answer.getItem(INTERNALDATE.class))
        .flatMap(it -> Optional.ofNullable(it.getDate()))
        .map(date -> date.toInstant());
  }

  /** Of no other section, and from no other place on: those belong to an earlier question. */
  private static byte @Nullable [] piece(FetchResponse answer, String section, int start) {
    var body = answer.getItem(BODY.class);
    if (body == null
        || body.getByteArray() == null
        || !section.equalsIgnoreCase(body.getSection())) {
      return null;
    }
    // From a server that knows no pieces it is always all, which is the first of them.
    return body.getOrigin() == start || (body.getOrigin() < 0 && start == 0)
        ? body.getByteArray().getNewBytes()
        : null;
  }
}
