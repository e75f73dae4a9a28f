package dev.otpost.intake.imap;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.body.Permit;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.message.Envelope;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import dev.otpost.message.Stored.Extent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the mails of an open folder that have not been looked at, in the order of their UIDs.
 * Each ends in exactly one durable step: it is in the spool, or passed over with a reason, and the
 * bookmark is behind it. What cannot be read is kept for the operator, and the next one looked at.
 * Only when nothing can be made durable does it stop, and goes on with the same mail the next time.
 *
 * @param falls on which mail connections were lost
 * @param pause waits for so long; false if it is time to stop
 * @param found is told of each mail that has been looked at
 */
record Haul(
    Account account,
    Shared shared,
    Progress progress,
    Falls falls,
    Predicate<Duration> pause,
    Runnable found) {

  /**
   * What is older than this is past its life, however long that is made: {@code delivery.lifetime}
   * is a day at the most.
   */
  static final Duration STALE = Duration.ofDays(1);

  /**
   * Whether a mail is wanted may depend on the DNS, which does not always answer at once, and the
   * server may be too busy to hand it out. After these pauses it is kept for the operator: one
   * domain without name servers must not hold up the mail of others.
   */
  private static final List<Duration> PATIENCE =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4));

  private static final String STALE_BECAUSE =
      "older than a day, and one of many that came while nobody watched";

  private static final String GONE = "it was gone before it could be read";

  /** The most bytes of mails that are fetched together. */
  private static final long TOGETHER = 256 * 1024;

  /** Passed over in one step of the spool. */
  private static final int MANY = 500;

  private static final Logger log = LoggerFactory.getLogger(Haul.class);

  /**
   * Looks at all there are.
   *
   * @return whether there were any
   * @throws Trouble.Stalled if one cannot be made durable just now
   * @throws IOException if the connection is lost
   */
  boolean bringIn(Mailbox mailbox) throws IOException {
    var left = progress.left(mailbox);
    var stale = stale(mailbox, left);
    // The bookmark must not move behind a mail that is still to be looked at: what is stale
    // further on is passed over where it lies.
    var first = left.stream().takeWhile(stale::contains).toList();
    for (var some : Batch.of(first, MANY)) {
      progress.pass(some, STALE_BECAUSE);
    }
    for (var some : Batch.of(left.subList(first.size(), left.size()), falls.atATime())) {
      var fresh = some.stream().filter(uid -> !stale.contains(uid)).toList();
      // Alone each is asked for below, where it is known what to do when it is not to be had.
      var finds = fresh.size() > 1 ? finds(mailbox, fresh) : Map.<Long, Find>of();
      for (long uid : some) {
        if (!pause.test(Duration.ZERO)) {
          return true;
        }
        if (stale.contains(uid)) {
          pass(uid, STALE_BECAUSE);
        } else {
          look(mailbox, uid, finds.get(uid));
        }
        found.run();
      }
    }
    falls.forget();
    return !left.isEmpty();
  }

  /** Of very many, as after a long time without a watch, the older ones are not even fetched. */
  private Set<Long> stale(Mailbox mailbox, List<Long> uids) throws IOException {
    int many = uids.size() - shared.limits().catchUp();
    if (many <= 0) {
      return Set.of();
    }
    var older = uids.subList(0, many);
    var dates = mailbox.fetch().dates(older);
    var oldest = shared.clock().instant().minus(STALE);
    return older.stream()
        .filter(uid -> dates.getOrDefault(uid, Instant.MAX).isBefore(oldest))
        .collect(Collectors.toSet());
  }

  /**
   * What is known of a mail.
   *
   * @param objection why its header says already that it is not wanted; empty if it does not
   * @param body all of it, if it is here already
   */
  private record Find(Head head, Optional<String> objection, Optional<byte[]> body) {}

  /**
   * Several mails at once, so that a slow line costs no answer for each of them: their heads, and
   * as a whole those that are small and wanted as far as that shows.
   */
  private Map<Long, Find> finds(Mailbox mailbox, List<Long> uids) throws IOException {
    var finds = new HashMap<Long, Find>();
    for (var head : heads(mailbox, uids).values()) {
      try {
        finds.put(head.uid(), find(head));
      } catch (RuntimeException e) {
        // It is met again, and answered, when it is the turn of this mail.
        log.atDebug().setCause(e).log("reading_failed");
      }
    }
    var small = new ArrayList<Long>();
    long room = Math.min(TOGETHER, shared.limits().message());
    for (var uid : uids) {
      var find = finds.get(uid);
      if (find != null && find.objection().isEmpty() && find.head().size() < Fetch.PIECE) {
        room -= find.head().size();
        if (room < 0) {
          break;
        }
        small.add(uid);
      }
    }
    if (small.size() > 1) {
      falls
          .over(small, () -> mailbox.fetch().small(small))
          .forEach(
              (uid, body) ->
                  finds.computeIfPresent(
                      uid, (_, it) -> new Find(it.head(), it.objection(), Optional.of(body))));
    }
    return finds;
  }

  private Find find(Head head) {
    var objection =
        head.header().length < Fetch.LONGEST_HEADER
            ? shared.receiver().objection(envelope(head, Extent.WHOLE), head.header())
            : Optional.<String>empty();
    return new Find(head, objection, Optional.empty());
  }

  private void look(Mailbox mailbox, long uid, @Nullable Find known) throws IOException {
    var find = Optional.ofNullable(known);
    var head = find.map(Find::head);
    for (int pauses = 0; ; pauses++) {
      try {
        if (head.isEmpty() && !falls.areHopeless(uid)) {
          head = Optional.ofNullable(heads(mailbox, List.of(uid)).get(uid));
        }
        look(mailbox, uid, head, find);
        return;
      } catch (Denied denied) {
        if (!denied.passes() || pauses == PATIENCE.size()) {
          var because = "its server does not hand it out: " + denied.getMessage();
          hold(head.orElseGet(() -> nothing(uid)), because);
          return;
        }
        waitFor(PATIENCE.get(pauses));
      } catch (RuntimeException | StackOverflowError e) {
        log.atError().setCause(e).log("reading_failed");
        hold(head.orElseGet(() -> nothing(uid)), "otpost failed on it: see its log");
        return;
      }
    }
  }

  private void look(Mailbox mailbox, long uid, Optional<Head> head, Optional<Find> find)
      throws IOException {
    if (falls.areTooMany(uid)) {
      hold(head.orElseGet(() -> nothing(uid)), "the connection was lost each time it was read");
    } else if (head.isPresent()) {
      read(mailbox, find.isPresent() ? find.get() : find(head.get()));
    } else if (mailbox.search().has(uid)) {
      hold(nothing(uid), "its server lists it, but does not hand it out");
    } else {
      pass(uid, GONE);
    }
  }

  private Map<Long, Head> heads(Mailbox mailbox, List<Long> uids) throws IOException {
    return falls.over(uids, () -> mailbox.fetch().heads(uids));
  }

  /** What is known of a mail that is not handed out. */
  private Head nothing(long uid) {
    return new Head(uid, 0, shared.clock().instant(), new byte[0]);
  }

  private void read(Mailbox mailbox, Find find) throws IOException {
    var head = find.head();
    if (find.objection().isPresent()) {
      pass(head.uid(), find.objection().get());
      return;
    }
    try (var _ = permit(head)) {
      if (find.body().isPresent()) {
        handOver(head, Extent.WHOLE, find.body().get());
      } else if (!(head.size() <= shared.limits().message() && whole(mailbox, head))) {
        text(mailbox, head);
      }
    }
  }

  /** Whether it was not too large after all: not every server knows the size of a mail. */
  private boolean whole(Mailbox mailbox, Head head) throws IOException {
    long uid = head.uid();
    var raw =
        falls.over(
            List.of(uid), () -> mailbox.fetch().body(uid, "", shared.limits().message() + 1));
    if (raw.isEmpty()) {
      lost(mailbox, head);
      return true;
    }
    if (raw.get().length > shared.limits().message()) {
      return false;
    }
    handOver(head, Extent.WHOLE, raw.get());
    return true;
  }

  private void text(Mailbox mailbox, Head head) throws IOException {
    var raw = falls.over(List.of(head.uid()), () -> new LargeMail(mailbox, head).read());
    if (raw.isEmpty()) {
      lost(mailbox, head);
    } else {
      handOver(head, Extent.TEXT, raw.get());
    }
  }

  private void lost(Mailbox mailbox, Head head) throws IOException {
    if (mailbox.search().has(head.uid())) {
      hold(head, "its server hands out its header only");
    } else {
      pass(head.uid(), GONE);
    }
  }

  private Permit permit(Head head) throws Trouble {
    try {
      return shared
          .capacity()
          .handOver(Math.clamp(head.size(), Capacity.SMALL, shared.limits().message()))
          .orElseThrow(() -> new Trouble.Stalled("too much mail is being read just now"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble.Stalled("otpost stops", e);
    }
  }

  private void handOver(Head head, Extent extent, byte[] raw) throws Trouble {
    for (var pause : PATIENCE) {
      var reply = shared.receiver().receive(envelope(head, extent), raw);
      if (!(reply instanceof Reply.Undecided)) {
        settle(head, reply);
        return;
      }
      waitFor(pause);
    }
    var reply = shared.receiver().receive(envelope(head, extent), raw);
    settle(
        head,
        reply instanceof Reply.Undecided(var because)
            ? shared.receiver().hold(envelope(head, extent), raw, because)
            : reply);
  }

  private void waitFor(Duration time) throws Trouble.Stalled {
    if (!pause.test(time)) {
      throw new Trouble.Stalled("otpost stops");
    }
  }

  private void hold(Head head, String because) throws Trouble {
    settle(head, shared.receiver().hold(envelope(head, Extent.HEADER), head.header(), because));
  }

  private void settle(Head head, Reply reply) throws Trouble {
    switch (reply) {
      case Reply.Accepted _ -> progress.settle(head.uid());
      case Reply.Refused(var because) -> pass(head.uid(), because);
      case Reply.StorageFull() ->
          throw new Trouble.Stalled("there is no room for mail on the disk");
      case Reply.TryLater() -> throw new Trouble.Stalled("the spool cannot be used just now");
      // Of a mail that is to be held nobody asks who wrote it.
      case Reply.Undecided(var because) -> throw new Trouble.Stalled(because);
    }
  }

  private void pass(long uid, String because) throws Trouble {
    progress.pass(List.of(uid), because);
  }

  private Envelope envelope(Head head, Extent extent) {
    return new Envelope(
        Source.IMAP,
        Envelope.UNKNOWN_PATH,
        List.of(account.address()),
        account.server().host(),
        shared.clock().instant(),
        Optional.of(
            new Stored(
                progress.place(head.uid()),
                head.since(),
                extent,
                progress.isRenumbered(head.uid()),
                !(account.after() instanceof After.Keep))));
  }
}
