package dev.otpost.intake.imap;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.message.Bookmarks;
import dev.otpost.message.Folder;
import dev.otpost.message.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The watches over all folders of all accounts. Safe for any number of threads. */
public final class Watchers implements AutoCloseable {

  /** What is being looked at when they close is brought to its end within this. */
  private static final Duration CLOSE = Duration.ofSeconds(2);

  /** What then is cut off ends within this. */
  private static final Duration CUT = Duration.ofMillis(900);

  private record Watched(Watcher watcher, Thread thread) {}

  private final Timekeeper timekeeper;
  private final List<Watched> all = new ArrayList<>();

  private Watchers(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /**
   * Watches from now on. Returns at once: what cannot be reached is tried again and again.
   *
   * @param capacity what the mails that are being read may take, shared with whoever else takes
   *     mail in
   * @param tokens asked for accounts that log in with one
   */
  public static Watchers start(
      ImapSettings settings,
      Receiver receiver,
      Bookmarks bookmarks,
      Capacity capacity,
      TokenSource tokens,
      InstantSource clock) {
    var timekeeper = new Timekeeper();
    var watchers = new Watchers(timekeeper);
    var shared =
        new Shared(settings.limits(), receiver, bookmarks, capacity, tokens, timekeeper, clock);
    for (var account : settings.accounts()) {
      var gate = new Gate(settings.limits().times());
      for (var name : account.folders()) {
        var watcher = new Watcher(account, new Folder(account.name(), name), gate, shared);
        var thread = Thread.ofVirtual().name("imap " + watcher.folder()).unstarted(watcher);
        watchers.all.add(new Watched(watcher, thread));
      }
    }
    watchers.all.forEach(watched -> watched.thread().start());
    return watchers;
  }

  /**
   * From the next connection on with the passwords in these settings; a watch that waits for a
   * better one tries at once. What else is different is not looked at.
   */
  public void useLoginsOf(ImapSettings settings) {
    for (var watched : all) {
      settings.accounts().stream()
          .filter(account -> account.name().equals(watched.watcher().folder().account()))
          .findFirst()
          .ifPresent(watched.watcher()::useLoginOf);
    }
  }

  /**
   * Looks at no further mail, takes leave of the servers and ends, within three seconds whatever
   * they do. Closing twice does no harm.
   */
  @Override
  public void close() {
    all.forEach(watched -> watched.watcher().stop());
    try {
      long end = System.nanoTime() + CLOSE.toNanos();
      for (var watched : all) {
        if (!hasEnded(watched, end)) {
          watched.watcher().cut();
          watched.thread().interrupt();
        }
      }
      long veryEnd = System.nanoTime() + CUT.toNanos();
      for (var watched : all) {
        hasEnded(watched, veryEnd);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timekeeper.close();
  }

  /** Whether nothing is watched any more; for tests. */
  boolean haveEnded() {
    return all.stream().noneMatch(watched -> watched.thread().isAlive());
  }

  private static boolean hasEnded(Watched watched, long end) throws InterruptedException {
    return watched.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
  }

  /**
   * Opens a folder and leaves it again.
   *
   * @return what the server says of it, for people
   * @throws IOException if that cannot be done; it says what to do
   */
  public static String probe(
      Account account, String folder, ImapSettings.Limits limits, TokenSource tokens)
      throws IOException {
    try (var timekeeper = new Timekeeper();
        var mailbox = Mailbox.open(account, folder, limits.times(), timekeeper, tokens)) {
      return "%d mails, %s"
          .formatted(
              mailbox.mails(),
              mailbox.idles()
                  ? "the server tells when mail comes (IDLE)"
                  : "no IDLE: asked every " + account.pollInterval().toSeconds() + " s");
    }
  }
}
