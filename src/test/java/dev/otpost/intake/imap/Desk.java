package dev.otpost.intake.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Bookmarks;
import dev.otpost.message.Envelope;
import dev.otpost.message.Errand;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import dev.otpost.message.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A gateway and a spool in one, in memory: takes what it is given, unless a script says otherwise,
 * and keeps bookmarks as the spool does. Tests wait on it.
 */
final class Desk implements Receiver, Bookmarks {

  /** More than any test needs. */
  private static final long LIMIT = 20;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Mail(Envelope envelope, byte[] raw, Optional<String> heldBecause) {

    String text() {
      return new String(raw, UTF_8);
    }

    long uid() {
      return envelope.stored().orElseThrow().place().uid();
    }
  }

  record Passed(Place place, String because) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final List<Mail> mails = new ArrayList<>();
  private final List<Passed> passed = new ArrayList<>();
  private final Map<Folder, Place> bookmarks = new LinkedHashMap<>();
  private final Map<Folder, Watch> watches = new LinkedHashMap<>();
  private final List<Watch> reports = new ArrayList<>();
  private final List<Errand> errands = new ArrayList<>();
  private final Queue<Reply> script = new ArrayDeque<>();
  private Function<String, Optional<String>> objection = _ -> Optional.empty();
  private boolean broken;
  private long ids;

  /** The next mail without a scripted answer gets this one. */
  Desk then(Reply reply) {
    return with(() -> script.add(reply), this);
  }

  /** What is objected to a header. */
  Desk objecting(Function<String, Optional<String>> rule) {
    return with(() -> objection = rule, this);
  }

  /** Nothing can be made durable, or everything again. */
  void breakDown(boolean down) {
    with(() -> broken = down, this);
  }

  List<Mail> mails() {
    return with(() -> {}, List.copyOf(mails));
  }

  List<Passed> passed() {
    lock.lock();
    try {
      return List.copyOf(passed);
    } finally {
      lock.unlock();
    }
  }

  List<Watch> reports() {
    lock.lock();
    try {
      return List.copyOf(reports);
    } finally {
      lock.unlock();
    }
  }

  List<Errand> errandsLeft() {
    lock.lock();
    try {
      return List.copyOf(errands);
    } finally {
      lock.unlock();
    }
  }

  Watch watch(String folder) {
    lock.lock();
    try {
      return watches.entrySet().stream()
          .filter(it -> it.getKey().name().equals(folder))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElseThrow();
    } finally {
      lock.unlock();
    }
  }

  void awaitMails(int count) {
    await("%d mails".formatted(count), () -> mails.size() >= count);
  }

  void awaitPassed(int count) {
    await("%d passed".formatted(count), () -> passed.size() >= count);
  }

  void awaitState(Watch.State state) {
    await(
        "a watch that is " + state.word(),
        () -> watches.values().stream().anyMatch(watch -> watch.state() == state));
  }

  /** Until something is so. */
  void await(String what, BooleanSupplier wanted) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(LIMIT);
      while (!wanted.getAsBoolean()) {
        if (left <= 0) {
          throw new AssertionError(
              "no %s; there are %d mails, passed %s, %s"
                  .formatted(what, mails.size(), passed, watches.values()));
        }
        // Not everything that is waited for comes through here.
        long slice = Math.min(left, Duration.ofMillis(50).toNanos());
        left -= slice - Math.max(0, change.awaitNanos(slice));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reply receive(Envelope envelope, byte[] raw) {
    lock.lock();
    try {
      if (broken) {
        return new Reply.TryLater();
      }
      var reply = script.isEmpty() ? new Reply.Accepted(List.of(++ids)) : script.remove();
      if (reply instanceof Reply.Accepted) {
        keep(new Mail(envelope, raw, Optional.empty()));
      }
      return reply;
    } finally {
      change.signalAll();
      lock.unlock();
    }
  }

  @Override
  public Reply hold(Envelope envelope, byte[] raw, String because) {
    lock.lock();
    try {
      keep(new Mail(envelope, raw, Optional.of(because)));
      return new Reply.Accepted(List.of(++ids));
    } finally {
      change.signalAll();
      lock.unlock();
    }
  }

  private void keep(Mail mail) {
    mails.add(mail);
    var stored = mail.envelope().stored().orElseThrow();
    move(stored.place());
    if (stored.errand()) {
      errands.add(new Errand(++ids, stored.place(), 0));
    }
  }

  private void move(Place place) {
    var before = bookmarks.get(place.folder());
    if (before == null || before.uidValidity() != place.uidValidity()) {
      throw new IllegalStateException("no bookmark to be moved to " + place);
    }
    bookmarks.put(place.folder(), before.at(Math.max(before.uid(), place.uid())));
  }

  @Override
  public Optional<String> objection(Envelope envelope, byte[] header) {
    return objection.apply(new String(header, UTF_8));
  }

  @Override
  public Optional<Place> bookmark(Folder folder) throws IOException {
    return durable(() -> Optional.ofNullable(bookmarks.get(folder)));
  }

  @Override
  public void begin(Place place) throws IOException {
    durable(() -> bookmarks.put(place.folder(), place));
  }

  @Override
  public void pass(List<Place> places, String because) throws IOException {
    durable(
        () -> {
          for (var place : places) {
            passed.add(new Passed(place, because));
            move(place);
          }
          return places;
        });
  }

  @Override
  public List<Errand> errands(Folder folder) throws IOException {
    return durable(
        () -> errands.stream().filter(it -> it.place().folder().equals(folder)).toList());
  }

  @Override
  public void done(Errand errand) throws IOException {
    durable(() -> errands.removeIf(it -> it.id() == errand.id()));
  }

  @Override
  public void failed(Errand errand) throws IOException {
    durable(
        () -> {
          errands.replaceAll(
              it -> it.id() == errand.id() ? new Errand(it.id(), it.place(), it.tries() + 1) : it);
          return errand;
        });
  }

  @Override
  public void report(Watch watch) throws IOException {
    durable(
        () -> {
          reports.add(watch);
          return watches.put(watch.folder(), watch);
        });
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private <T> T durable(Step<T> step) throws IOException {
    lock.lock();
    try {
      if (broken) {
        throw new IOException("the disk is gone");
      }
      return step.take();
    } finally {
      change.signalAll();
      lock.unlock();
    }
  }

  private <T> T with(Runnable act, T result) {
    lock.lock();
    try {
      act.run();
      return result;
    } finally {
      change.signalAll();
      lock.unlock();
    }
  }
}
