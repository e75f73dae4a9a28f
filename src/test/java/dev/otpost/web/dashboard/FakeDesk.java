package dev.otpost.web.dashboard;

import dev.otpost.message.Checkup;
import dev.otpost.message.Dkim;
import dev.otpost.message.Form;
import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Life;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.spool.Selection;
import dev.otpost.spool.Serving;
import dev.otpost.spool.Traffic;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Story;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** A desk on which lies what a test puts there, and which notes down what was done. */
public final class FakeDesk implements Desk {

  public static final Instant NOW = Instant.parse("2026-11-23T09:41:07.204Z");

  public final AtomicLong version = new AtomicLong(1);
  public final AtomicInteger asked = new AtomicInteger();
  public final List<String> done = new ArrayList<>();
  public Situation situation =
      new Situation(
          "0.1.0",
          NOW.minus(Duration.ofHours(52)),
          true,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of());
  public List<Confirmation> confirmations = List.of();
  public List<Task> tasks = List.of();
  public Checkup checkup = new Checkup(List.of());
  public Moved answer = new Moved.Done();
  public boolean broken;
  private final TreeMap<Long, Story> stories = new TreeMap<>();
  private final Map<Long, Content> contents = new TreeMap<>();

  public synchronized void put(Story story, Optional<Content> content) {
    stories.put(story.entry().id(), story);
    content.ifPresent(it -> contents.put(story.entry().id(), it));
    version.incrementAndGet();
  }

  @Override
  public Situation situation() throws IOException {
    return new Situation(
        situation.version(),
        situation.since(),
        situation.well(),
        situation.listeners(),
        situation.skyverns(),
        situation.mailboxes(),
        situation.concerns(),
        counts());
  }

  private synchronized Map<State, Long> counts() throws IOException {
    if (broken) {
      throw new IOException("the disk is gone");
    }
    var counts = new EnumMap<State, Long>(State.class);
    stories.values().forEach(it -> counts.merge(it.entry().state(), 1L, Long::sum));
    return counts;
  }

  @Override
  public synchronized Listing messages(Selection selection, Optional<Long> before, int limit) {
    var found =
        stories.values().stream()
            .map(Story::entry)
            .filter(it -> before.map(id -> it.id() < id).orElse(true))
            .filter(it -> selection.state().map(s -> s == it.state()).orElse(true))
            .filter(it -> selection.kind().map(k -> k == it.kind()).orElse(true))
            .filter(it -> selection.source().map(s -> s == it.source()).orElse(true))
            .filter(it -> selection.text().map(t -> it.because().contains(t)).orElse(true))
            .filter(it -> selection.site().map(s -> s.equals(it.site())).orElse(true))
            .filter(
                it ->
                    selection.identifier().isEmpty()
                        || selection.identifier().equals(it.identifier()))
            .sorted(Comparator.comparingLong(Entry::id).reversed())
            .toList();
    return new Listing(found.stream().limit(limit).toList(), found.size() > limit);
  }

  @Override
  public synchronized Optional<Story> message(long id) {
    return Optional.ofNullable(stories.get(id));
  }

  @Override
  public synchronized Optional<Content> reveal(long id) {
    done.add("reveal " + id);
    return Optional.ofNullable(contents.get(id));
  }

  @Override
  public synchronized Moved retry(long id, boolean force) {
    done.add((force ? "post " : "retry ") + id);
    return stories.containsKey(id) ? answer : new Moved.Unknown();
  }

  @Override
  public synchronized Moved drop(long id) {
    done.add("drop " + id);
    return stories.containsKey(id) ? answer : new Moved.Unknown();
  }

  @Override
  public List<Confirmation> confirmations() {
    return confirmations;
  }

  @Override
  public Traffic traffic(Duration span, int steps) {
    return new Traffic(
        NOW.minus(span),
        span.dividedBy(steps),
        IntStream.range(0, steps).mapToObj(i -> step(i, steps)).toList());
  }

  /** The same at every run, but neither even nor without gaps. */
  private static Traffic.Step step(int i, int steps) {
    boolean hour = steps == 60;
    int most = hour ? 3 : (int) (16 + 14 * Math.sin(6 * i / (double) steps - 2));
    int arrivals = (i * 37 + steps) % 11 < (hour ? 6 : 2) ? 0 : 1 + i * 7919 % 97 * most / 97;
    var median = Duration.ofMillis(140 + (i * 7919L) % 900);
    return arrivals == 0
        ? new Traffic.Step(0, 0, Optional.empty(), Optional.empty())
        : new Traffic.Step(
            arrivals,
            Math.max(1, arrivals - (i % 13 == 0 ? 1 : 0)),
            Optional.of(median),
            Optional.of(median.multipliedBy(i % 17 == 3 ? 40 : 2)));
  }

  @Override
  public List<Task> checklist() {
    return tasks;
  }

  @Override
  public Checkup test() {
    done.add("test");
    return checkup;
  }

  @Override
  public long version() {
    asked.incrementAndGet();
    return version.get();
  }

  /** A mail like those of every day. */
  public static Entry entry(long id, State state, Kind kind, String identifier, String site) {
    return entry(id, state, kind, identifier, site, Duration.ofMillis(8 + took(id)));
  }

  /**
   * @param wait until it was done with; does not count while it is pending
   */
  static Entry entry(
      long id, State state, Kind kind, String identifier, String site, Duration wait) {
    var at = NOW.minus(Duration.ofSeconds(97 * (40 - Math.min(id, 39))));
    return new Entry(
        id,
        state,
        kind,
        Source.SMTP,
        "default",
        Optional.of(identifier).filter(it -> !it.isEmpty()).map(Identifier::new),
        kind == Kind.GMAIL_CONFIRMATION
            ? "Gmail asks to confirm forwarding"
            : identifier.isEmpty()
                ? "no recipient of it is known here"
                : "To of the auto-forwarded mail",
        kind == Kind.CODE ? "code word 4 characters away, code word in the subject" : "",
        "",
        "skyvern-7f3a@otp.example.com",
        site,
        "bounces@" + site,
        new Dkim(Dkim.Verdict.PASS, site, "signed by its own domain"),
        "209.85.218.41",
        Optional.empty(),
        at,
        Optional.of(at.plusMillis(4)),
        new Life(at, at.plus(Duration.ofMinutes(15))),
        state == State.PENDING ? Optional.empty() : Optional.of(at.plus(wait)),
        false,
        state == State.PENDING || state == State.DELIVERED || state == State.REFUSED ? 1 : 0,
        18_204,
        false);
  }

  /** What Skyvern needs for it, in ms. */
  private static long took(long id) {
    return 31 + id * 7919 % 97;
  }

  public static Attempt attempt(int number, Instant startedAt, String word, String because) {
    return new Attempt(
        number, startedAt, Optional.of(startedAt.plusMillis(404)), Form.FIRST, word, because);
  }

  public static Story story(Entry entry) {
    return new Story(
        entry,
        entry.attempts() == 0
            ? List.of()
            : List.of(
                entry.state() == State.PENDING
                    ? new Attempt(
                        1, entry.receivedAt().plusMillis(7), Optional.empty(), Form.FIRST, "", "")
                    : new Attempt(
                        1,
                        entry.receivedAt().plusMillis(7),
                        Optional.of(entry.receivedAt().plusMillis(7 + took(entry.id()))),
                        Form.FIRST,
                        "delivered",
                        "Skyvern has it (201)")),
        List.of());
  }

  public static Serving serving(String run, Instant at) {
    return new Serving(run, "tsk_445566778899", at);
  }
}
