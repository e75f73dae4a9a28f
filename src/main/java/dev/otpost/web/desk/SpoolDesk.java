package dev.otpost.web.desk;

import dev.otpost.message.Checkup;
import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Content;
import dev.otpost.spool.Milestones;
import dev.otpost.spool.Queue.Moved;
import dev.otpost.spool.Selection;
import dev.otpost.spool.SpoolSettings;
import dev.otpost.spool.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk in earnest: looks into the spool beside the daemon, as the command line does, and asks
 * the rest of otpost by {@link Ports}. What the operator does, and which content he looks at, is
 * logged with who he is, and without the content.
 */
public final class SpoolDesk implements Desk, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SpoolDesk.class);

  private final Readers readers;
  private final Changes changes;
  private final Ports ports;
  private final InstantSource clock;

  /** What was seen done stays done as long as otpost runs, whatever is forgotten meanwhile. */
  private final AtomicReference<Milestones> reached;

  private final Operator operator;

  private SpoolDesk(
      Readers readers,
      Changes changes,
      Ports ports,
      InstantSource clock,
      AtomicReference<Milestones> reached,
      Operator operator) {
    this.readers = readers;
    this.changes = changes;
    this.ports = ports;
    this.clock = clock;
    this.reached = reached;
    this.operator = operator;
  }

  /** Over a spool that a daemon has open. */
  public static SpoolDesk open(SpoolSettings spool, Ports ports, InstantSource clock) {
    return new SpoolDesk(
        new Readers(spool, clock),
        new Changes(spool, clock, ports::skyverns),
        ports,
        clock,
        new AtomicReference<>(Milestones.NONE),
        Operator.UNNAMED);
  }

  /** To be closed where it was opened, not by him. */
  @Override
  @SuppressWarnings("resource")
  public Desk by(Operator other) {
    return new SpoolDesk(readers, changes, ports, clock, reached, other);
  }

  @Override
  public Situation situation() throws IOException {
    return readers.ask(
        it -> ports.situation(it.count(), it.watched(), it.tellings()).with(it.waiting()));
  }

  @Override
  public Listing messages(Selection selection, Optional<Long> before, int limit)
      throws IOException {
    // One more than is shown tells whether there are more.
    var found = readers.ask(it -> it.list(selection, before, limit + 1));
    return new Listing(found.subList(0, Math.min(limit, found.size())), found.size() > limit);
  }

  @Override
  public Optional<Story> message(long id) throws IOException {
    return readers.ask(
        it -> {
          var entry = it.find(id);
          return entry.isEmpty()
              ? Optional.empty()
              : Optional.of(new Story(entry.get(), it.attempts(id), it.servings(id)));
        });
  }

  @Override
  public Optional<Content> reveal(long id) throws IOException {
    var content = readers.ask(it -> it.content(id));
    content.ifPresent(_ -> tell("content_revealed", id));
    return content;
  }

  @Override
  public Moved retry(long id, boolean force) throws IOException {
    var moved = readers.ask(it -> it.retry(id, force));
    if (moved instanceof Moved.Done) {
      tell(force ? "forced" : "retried", id);
    }
    return moved;
  }

  @Override
  public Moved drop(long id) throws IOException {
    var moved = readers.ask(it -> it.drop(id));
    if (moved instanceof Moved.Done) {
      tell("dropped", id);
    }
    return moved;
  }

  @Override
  public List<Confirmation> confirmations() throws IOException {
    return readers.ask(it -> it.confirmations());
  }

  /** The last step is under way; all begin where a clock would have them, and stay there. */
  @Override
  public Traffic traffic(Duration span, int steps) throws IOException {
    var step = span.dividedBy(steps);
    long millis = step.toMillis();
    var last = Instant.ofEpochMilli(Math.floorDiv(clock.millis(), millis) * millis);
    return readers.ask(it -> it.traffic(last.minus(step.multipliedBy(steps - 1L)), step, steps));
  }

  @Override
  public List<Task> checklist() throws IOException {
    var sofar = reached.get();
    return Checklist.of(
        ports.ways(),
        sofar.isAll()
            ? sofar
            : reached.accumulateAndGet(readers.ask(it -> it.milestones()), Milestones::with));
  }

  @Override
  public Checkup test() throws InterruptedException {
    return ports.checkup();
  }

  @Override
  public long version() throws IOException {
    return changes.count();
  }

  @Override
  public void close() throws IOException {
    readers.close();
    changes.close();
  }

  private void tell(String event, long id) {
    log.atInfo()
        .addKeyValue("id", id)
        .addKeyValue("by", operator.means())
        .addKeyValue("peer", operator.address())
        .log(event);
  }
}
