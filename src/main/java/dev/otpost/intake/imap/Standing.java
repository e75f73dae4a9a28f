package dev.otpost.intake.imap;

import dev.otpost.message.Bookmarks;
import dev.otpost.message.Folder;
import dev.otpost.message.Watch;
import dev.otpost.message.Watch.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * How the watch over a folder stands, for the operator: in the spool, where {@code otpost status}
 * reads it, at each change and each proof of life; in the log at each change. For one thread at a
 * time.
 */
final class Standing {

  /** So long without a proof of life, and the log says so once, whatever it has said before. */
  static final Duration DEAF = Duration.ofMinutes(5);

  private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  private final Bookmarks bookmarks;
  private final InstantSource clock;
  private final Instant begun;
  private Instant keptAt;
  private boolean calledDeaf;
  private Watch watch;

  Standing(Folder folder, Bookmarks bookmarks, InstantSource clock) {
    this.bookmarks = bookmarks;
    this.clock = clock;
    this.begun = clock.instant();
    this.keptAt = begun;
    this.watch = Watch.begun(folder, begun);
    line(Level.INFO, "").log("mailbox");
    keep();
  }

  Watch watch() {
    return watch;
  }

  /** It goes well. */
  void is(State state) {
    change(state, Level.INFO, "");
  }

  /** The server has answered, all that it has is looked through, and it goes well. */
  void alive(State state) {
    var now = clock.instant();
    boolean changes = state != watch.state();
    watch = watch.alive(now);
    calledDeaf = false;
    if (changes) {
      is(state);
    } else {
      keep();
    }
  }

  /** A mail was found and dealt with. Where there are very many, that is said now and then. */
  void mail() {
    var now = clock.instant();
    watch = watch.withMail(now);
    if (keptAt.plus(NOW_AND_THEN).isBefore(now)) {
      keep();
    }
  }

  /** It does not, and is tried again after {@code pause}. */
  void troubled(Trouble trouble, Duration pause) {
    var because = String.valueOf(trouble.getMessage());
    watch = watch.troubled(because, clock.instant());
    switch (trouble) {
      case Trouble.Lost _ -> change(State.RETRYING, Level.WARN, because);
      case Trouble.Refused _ -> change(State.REFUSED, Level.ERROR, because);
      case Trouble.Missing _ -> change(State.MISSING, Level.ERROR, because);
      case Trouble.Stalled _ -> change(State.STALLED, Level.ERROR, because);
    }
    log.atDebug()
        .addKeyValue("account", watch.folder().account())
        .addKeyValue("folder", watch.folder().name())
        .addKeyValue("pause_ms", pause.toMillis())
        .log("mailbox_pause");
    var deaf = Duration.between(watch.aliveAt().orElse(begun), clock.instant());
    if (!calledDeaf && deaf.compareTo(DEAF) >= 0) {
      calledDeaf = true;
      line(Level.ERROR, because).addKeyValue("minutes", deaf.toMinutes()).log("mailbox_deaf");
    }
  }

  private void change(State state, Level level, String because) {
    if (state != watch.state()) {
      watch = watch.in(state, clock.instant());
      line(level, because).log("mailbox");
    }
    keep();
  }

  private LoggingEventBuilder line(Level level, String because) {
    var line =
        log.atLevel(level)
            .addKeyValue("account", watch.folder().account())
            .addKeyValue("folder", watch.folder().name())
            .addKeyValue("state", watch.state().word());
    return because.isEmpty() ? line : line.addKeyValue("because", because);
  }

  /** That it cannot be remembered disturbs nothing: the next one may be. */
  private void keep() {
    keptAt = clock.instant();
    try {
      bookmarks.report(watch);
    } catch (IOException | RuntimeException e) {
      log.atDebug().setCause(e).log("watch_not_reported");
    }
  }
}
