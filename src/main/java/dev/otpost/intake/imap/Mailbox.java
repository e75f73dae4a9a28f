package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Times;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.Status;

/**
 * A folder on a server, open over a connection of its own. For one thread at a time, but for {@link
 * #leave} and {@link #cut}.
 */
final class Mailbox implements AutoCloseable {

  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Link link;
  private final Dialogue dialogue;
  private final String name;
  private final long uidValidity;
  private final long uidNext;
  private final int mails;
  private boolean idles;
  private long heard;

  private Mailbox(Link link, Dialogue dialogue, String name, MailboxInfo info, long uidNext) {
    this.link = link;
    this.dialogue = dialogue;
    this.name = name;
    this.uidValidity = info.uidvalidity;
    this.mails = Math.max(info.total, 0);
    this.uidNext = uidNext;
    this.idles = dialogue.hasCapability("IDLE");
    this.heard = dialogue.news();
  }

  /**
   * Connects, logs in and opens a folder; read-only if nothing is to be done with its mails.
   *
   * @throws Trouble if that cannot be done; it says what to do
   */
  static Mailbox open(
      Account account, String folder, Times times, Timekeeper timekeeper, TokenSource tokens)
      throws Trouble {
    var server = account.server();
    try {
      var link = Link.open(server, times, timekeeper);
      try {
        var dialogue = Dialogue.begin(link);
        new Entry(account, tokens).logIn(dialogue);
        return select(link, dialogue, folder, account.after() instanceof After.Keep);
      } catch (IOException | RuntimeException e) {
        link.cut();
        throw e;
      }
    } catch (Trouble e) {
      throw e;
    } catch (IOException e) {
      throw new Trouble.Lost(
          "%s port %d: %s".formatted(server.host(), server.port(), e.getMessage()), e);
    }
  }

  private static Mailbox select(Link link, Dialogue dialogue, String folder, boolean readOnly)
      throws IOException {
    List<Response> answers;
    try {
      answers = dialogue.collect(readOnly ? "EXAMINE" : "SELECT", FolderName.of(folder));
    } catch (Denied denied) {
      if (denied.passes()) {
        throw new Trouble.Lost("%s cannot be opened just now: %s".formatted(folder, said(denied)));
      }
      throw new Trouble.Missing(
          "%s cannot be opened: %s. Set folders to the names that the server gives them"
              .formatted(folder, said(denied)));
    }
    var info = dialogue.understand(() -> new MailboxInfo(answers.toArray(Response[]::new)));
    if (info.uidvalidity <= 0) {
      throw new IOException("its mails have no lasting numbers (UIDVALIDITY)");
    }
    dialogue.holdTo(info.uidvalidity);
    long next = info.uidnext > 0 ? info.uidnext : next(dialogue, folder);
    return new Mailbox(link, dialogue, folder, info, next);
  }

  /** What SELECT says of itself on nearly all servers (RFC 3501 6.3.1 calls it required). */
  private static long next(Dialogue dialogue, String folder) throws IOException {
    var wanted = FolderName.of(folder).writeAtom("(UIDNEXT)");
    for (var answer : dialogue.collect("STATUS", wanted)) {
      if (answer instanceof IMAPResponse status && status.keyEquals("STATUS")) {
        long next = dialogue.understand(() -> new Status(status)).uidnext;
        if (next > 0) {
          return next;
        }
      }
    }
    return new Search(dialogue).last() + 1;
  }

  long uidValidity() {
    return uidValidity;
  }

  /** No mail that was there when it was opened has this UID or a higher one. */
  long uidNext() {
    return uidNext;
  }

  /** How many mails were in it when it was opened. */
  int mails() {
    return mails;
  }

  /** Whether the server says by itself when mail comes. */
  boolean idles() {
    return idles;
  }

  Search search() {
    return new Search(dialogue);
  }

  Fetch fetch() {
    return new Fetch(dialogue);
  }

  Chores chores() {
    return new Chores(dialogue);
  }

  /**
   * The UIDs from {@code first} on, in order. All that comes to be known of new mail from now on is
   * {@link #hasNews}.
   */
  List<Long> from(long first) throws IOException {
    // Before it is said: the answer may come with news, which are about what it does not hold yet.
    heard = dialogue.news();
    return search().from(first);
  }

  /**
   * Waits until there are news, for so long at the most, or until {@link #leave} is called, and
   * asks the server whether it is still there. Whoever cannot be waited for returns at once.
   */
  void idle(Duration limit) throws IOException {
    if (idles && !hasNews()) {
      try {
        idles = dialogue.idle(limit);
      } catch (Denied denied) {
        idles = false;
      }
    }
    noop();
  }

  /** Asks whether the server is still there, and has it tell what is new. */
  void noop() throws IOException {
    dialogue.tell("NOOP", null);
  }

  /** Whether the server has spoken of mail since {@link #from} was last asked. */
  boolean hasNews() {
    return dialogue.news() != heard;
  }

  /** Ends {@link #idle} soon, for good. For any thread. */
  void leave() {
    dialogue.leave();
  }

  /** Ends everything at once, in failure. For any thread. */
  void cut() {
    link.cut();
  }

  /** Takes leave, for a second at most. */
  @Override
  public void close() {
    try (var _ = link.in(FAREWELL, link::cut)) {
      dialogue.tell("LOGOUT", null);
    } catch (IOException e) {
      // BYE is what it says to that, or there is nobody any more to say it to.
    }
    link.cut();
  }

  private static String said(Denied denied) {
    return String.valueOf(denied.getMessage());
  }

  @Override
  public String toString() {
    return "Mailbox[" + name + "]";
  }
}
