package dev.otpost.intake.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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

  /** When these mails came; those that are gone are missing. */
  Map<Long, Instant> dates(List<Long> uids) throws IOException {
    var dates = new HashMap<Long, Instant>();
    for (var some : Batch.of(uids)) {
      fetch(
          some,
          "(UID INTERNALDATE)",
          (uid, answer) -> date(answer).ifPresent(date -> dates.put(uid, date)));
    }
    return dates;
  }

  /**
   * Of each of these mails what is known without its body. Those that are gone are missing, and
   * those that the server cannot, or not intelligibly, speak of.
   */
  Map<Long, Head> heads(List<Long> uids) throws IOException {
    var heads = new HashMap<Long, Head>();
    tryToFetch(
        uids,
        "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER]<0.%d>)".formatted(LONGEST_HEADER),
        (uid, answer) -> {
          var size = answer.getItem(RFC822SIZE.class);
          var date = date(answer);
          var header = bytes(answer);
          // What comes by itself, a change of flags say, has none of these.
          if (size != null && date.isPresent() && header != null) {
            heads.put(uid, new Head(uid, size.size, date.get(), header));
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
      body.writeBytes(piece);
      // Not by what the server calls the size of the mail: not all of them count.
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
        (_, answer) -> Optional.ofNullable(bytes(answer)).ifPresent(found::add));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** How a mail is made up; empty if the server does not say it in a way that is understood. */
  Optional<BODYSTRUCTURE> structure(long uid) throws IOException {
    var found = new ArrayList<BODYSTRUCTURE>();
    tryToFetch(
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

  private static byte @Nullable [] bytes(FetchResponse answer) {
    var body = answer.getItem(BODY.class);
    var bytes = body == null ? null : body.getByteArray();
    return bytes == null ? null : bytes.getNewBytes();
  }
}
