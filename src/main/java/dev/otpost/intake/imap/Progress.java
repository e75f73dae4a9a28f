package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.message.Bookmarks;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How far a folder has been looked through. What is durable of it is the bookmark: nothing at or
 * below it is ever looked at again, but for the last few, at which there is a second look: servers
 * have been seen to give a mail its UID before they show it, when a higher one is there already.
 *
 * <p>For one thread at a time; it outlives the connections.
 */
final class Progress {

  /** The UIDs below the bookmark at which there is a second look. */
  static final int SECOND_LOOK = 50;

  /**
   * How far back a folder is looked through that has another UIDVALIDITY. What is older is past its
   * life whatever the settings, and what is known already is known by its fingerprint.
   */
  static final Duration RENUMBERED_REACH = Duration.ofDays(1);

  private final Folder folder;
  private final Bookmarks bookmarks;
  private final TreeSet<Long> settled = new TreeSet<>();
  private Place bookmark;

  /** Mails below this UID were in the folder when its UIDVALIDITY turned out to be another one. */
  private long renumberedBelow;

  Progress(Folder folder, Bookmarks bookmarks) {
    this.folder = folder;
    this.bookmarks = bookmarks;
    this.bookmark = new Place(folder, 0, 0);
  }

  /**
   * Finds out where to begin in a folder that was just opened, and makes that durable before
   * anything else: after a crash nothing must lie between the old beginning and the new one.
   *
   * @throws Trouble.Stalled if it cannot be made durable
   */
  void begin(Account account, Mailbox mailbox, Instant now) throws IOException {
    var known = durable(() -> bookmarks.bookmark(folder));
    if (known.isPresent() && known.get().uidValidity() == mailbox.uidValidity()) {
      if (bookmark.uidValidity() != mailbox.uidValidity()) {
        startFrom(known.get());
      }
      return;
    }
    long first = mailbox.uidNext();
    if (bookmark.uidValidity() == mailbox.uidValidity()) {
      // The spool has lost its bookmark, and we have not.
      first = bookmark.uid() + 1;
    } else if (known.isPresent()) {
      first = lowest(mailbox, now.minus(RENUMBERED_REACH));
    } else if (account.since().isPresent()) {
      first = lowest(mailbox, now.minus(account.since().get()));
    }
    var beginning = new Place(folder, mailbox.uidValidity(), first - 1);
    durable(
        () -> {
          bookmarks.begin(beginning);
          return beginning;
        });
    startFrom(beginning);
    renumberedBelow = known.isPresent() ? mailbox.uidNext() : 0;
  }

  private void startFrom(Place place) {
    bookmark = place;
    settled.clear();
    renumberedBelow = 0;
  }

  /** The first mail that came at this time or later; the next one to come if there is none. */
  private static long lowest(Mailbox mailbox, Instant time) throws IOException {
    var candidates = mailbox.search().since(time);
    var dates = mailbox.fetch().dates(candidates);
    return candidates.stream()
        .filter(uid -> !dates.getOrDefault(uid, Instant.MIN).isBefore(time))
        .findFirst()
        .orElseGet(mailbox::uidNext);
  }

  /** The mails that are to be looked at, in the order of their UIDs. */
  List<Long> left(Mailbox mailbox) throws IOException {
    var there = mailbox.from(Math.max(1, bookmark.uid() - SECOND_LOOK + 1));
    if (settled.isEmpty()) {
      // Nothing is known yet of what lies below: it was looked at before.
      settled.add(bookmark.uid());
      there.stream().filter(uid -> uid <= bookmark.uid()).forEach(settled::add);
    }
    return there.stream().filter(uid -> !settled.contains(uid)).toList();
  }

  /** Where a mail lies. */
  Place place(long uid) {
    return bookmark.at(uid);
  }

  /** Whether the folder may have been made anew since this mail came. */
  boolean isRenumbered(long uid) {
    return uid < renumberedBelow;
  }

  /** A mail is durable, and the bookmark with it. */
  void settle(long uid) {
    settled.add(uid);
    if (uid > bookmark.uid()) {
      bookmark = bookmark.at(uid);
      settled.headSet(uid - SECOND_LOOK, false).clear();
    }
  }

  /**
   * These mails are not wanted: makes that durable.
   *
   * @throws Trouble.Stalled if that cannot be done just now
   */
  void pass(List<Long> uids, String because) throws Trouble {
    var places = new ArrayList<Place>();
    uids.forEach(uid -> places.add(place(uid)));
    durable(
        () -> {
          bookmarks.pass(places, because);
          return places;
        });
    uids.forEach(this::settle);
  }

  /** Something that the spool does. */
  interface Step<T> {
    T take() throws IOException;
  }

  static <T> T durable(Step<T> step) throws Trouble.Stalled {
    try {
      return step.take();
    } catch (IOException e) {
      throw new Trouble.Stalled("the spool cannot be used just now: " + e.getMessage(), e);
    }
  }
}
