package dev.otpost.intake.imap;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * Searches the folder that is open. Answers are UIDs in their order, each once. For one thread at a
 * time.
 */
record Search(Dialogue dialogue) {

  /** RFC 3501 2.3.1.1: 32 bits. */
  private static final long LARGEST_UID = 0xFFFF_FFFFL;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.US);

  /** From this UID on. */
  List<Long> from(long first) throws IOException {
    // RFC 3501 6.4.8: the range n:* always has the last mail in it.
    return uids("UID " + first + ":*").stream().filter(uid -> uid >= first).toList();
  }

  /**
   * Those that may have come at this time or later: a server knows days only, and in a zone of its
   * own.
   */
  List<Long> since(Instant time) throws IOException {
    return uids("SINCE " + DAY.format(LocalDate.ofInstant(time, ZoneOffset.UTC).minusDays(1)));
  }

  /** Whether a mail is still there. */
  boolean has(long uid) throws IOException {
    return uids("UID " + uid).contains(uid);
  }

  /** The last of all; 0 if the folder is empty. */
  long last() throws IOException {
    var uids = uids("UID *");
    return uids.isEmpty() ? 0 : uids.getLast();
  }

  private List<Long> uids(String what) throws IOException {
    var uids = new ArrayList<Long>();
    dialogue.ask(
        "UID SEARCH",
        new Argument().writeAtom(what),
        answer -> {
          if (answer instanceof IMAPResponse search && search.keyEquals("SEARCH")) {
            for (long uid; (uid = search.readLong()) >= 0; ) {
              if (uid > 0 && uid <= LARGEST_UID) {
                uids.add(uid);
              }
            }
          }
        });
    return uids.stream().sorted().distinct().toList();
  }
}
