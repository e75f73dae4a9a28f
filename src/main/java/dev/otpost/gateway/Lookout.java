package dev.otpost.gateway;

import dev.otpost.alerts.AlertSettings;
import dev.otpost.alerts.Sight;
import dev.otpost.config.Settings;
import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Concern.Topic;
import dev.otpost.message.Folder;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.message.Watch;
import dev.otpost.spool.Spool;
import dev.otpost.spool.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at everything that the operator must hear of. What cannot be looked at just now stands as
 * it was when it last could. For one thread at a time.
 */
final class Lookout implements Supplier<Sight> {

  /** Nobody acts on what is older; a refused and an expired entry stay in the spool for weeks. */
  static final Duration RECENT = Duration.ofDays(1);

  /** What costs a write or a read of the disk is looked at less often. */
  private static final Duration SLOWLY = Duration.ofSeconds(10);

  private static final Duration SELDOM = Duration.ofMinutes(1);

  private static final Set<Kind> OF_SKYVERN =
      Set.of(Kind.SKYVERN_BARRED, Kind.SKYVERN_UNPAID, Kind.SKYVERN_SILENT);

  private static final Set<Kind> OF_FOLDERS =
      Set.of(Kind.FOLDER_DEAF, Kind.FOLDER_REFUSED, Kind.FOLDER_MISSING, Kind.FOLDER_STALLED);

  private final Settings settings;
  private final AlertSettings.Limits limits;
  private final Spool spool;
  private final Supplier<List<Reach>> skyverns;
  private final Instant began;
  private final InstantSource clock;
  private final List<Folder> folders;
  private final List<Glance> glances;
  private List<Watched> watched = List.of();

  /**
   * @param skyverns how they stand just now
   * @param began before the first folder was watched
   */
  Lookout(
      Settings settings,
      Spool spool,
      Supplier<List<Reach>> skyverns,
      Instant began,
      InstantSource clock) {
    this.settings = settings;
    this.limits = settings.alerts().limits();
    this.spool = spool;
    this.skyverns = skyverns;
    this.began = began;
    this.clock = clock;
    this.folders = settings.imap().folders();
    this.glances =
        List.of(
            new Glance(Duration.ZERO, this::skyverns),
            new Glance(Duration.ZERO, this::entries),
            new Glance(Duration.ZERO, this::folders),
            new Glance(SLOWLY, this::disk),
            new Glance(SLOWLY, this::writable),
            new Glance(
                SELDOM,
                () ->
                    CertificateCheck.concern(settings.smtp(), clock.instant()).stream().toList()));
  }

  /** One thing that is looked at, no more often than {@code every}. */
  private static final class Glance {
    private interface Look {
      List<Concern> look() throws IOException;
    }

    private final Duration every;
    private final Look look;
    private Optional<Long> looked = Optional.empty();
    private List<Concern> seen = List.of();

    Glance(Duration every, Look look) {
      this.every = every;
      this.look = look;
    }

    List<Concern> seen() {
      long now = System.nanoTime();
      if (looked.map(it -> now - it >= every.toNanos()).orElse(true)) {
        looked = Optional.of(now);
        try {
          seen = look.look();
        } catch (IOException e) {
          return seen; // That the spool cannot be read shows in its not being writable either.
        }
      }
      return seen;
    }
  }

  @Override
  public Sight get() {
    return new Sight(glances.stream().flatMap(glance -> glance.seen().stream()).toList(), unsure());
  }

  private List<Concern> skyverns() {
    var now = clock.instant();
    return skyverns.get().stream()
        .flatMap(
            reach ->
                kind(reach, now).stream()
                    .map(it -> new Concern(it, reach.routes(), reach.because(), 0)))
        .toList();
  }

  private Optional<Kind> kind(Reach reach, Instant now) {
    return switch (reach.state()) {
      case ANSWERS -> Optional.empty();
      case BARRED -> Optional.of(Kind.SKYVERN_BARRED);
      case UNPAID -> Optional.of(Kind.SKYVERN_UNPAID);
      case SILENT ->
          now.isBefore(reach.since().plus(limits.silence()))
              ? Optional.empty()
              : Optional.of(Kind.SKYVERN_SILENT);
    };
  }

  private List<Concern> entries() throws IOException {
    var recent = clock.instant().minus(RECENT);
    return Stream.of(
            spool
                .heap(State.HELD, Instant.EPOCH)
                .map(it -> it.concern(Kind.DELIVERIES_HELD, "waiting")),
            spool
                .heap(State.REFUSED, recent)
                .map(it -> it.concern(Kind.DELIVERIES_REFUSED, "in the last day")),
            spool
                // What is not posted was not asked for, or a run would have it.
                .heap(State.EXPIRED, recent, settings.delivery().unpushed())
                .map(it -> it.concern(Kind.DELIVERIES_EXPIRED, "in the last day")),
            spool.questions().map(it -> it.concern(Kind.GMAIL_CONFIRMATION, "waiting")))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Concern> folders() throws IOException {
    if (folders.isEmpty()) {
      return List.of();
    }
    watched = spool.watched();
    return Status.of(Optional.of(began), Map.of(), folders, watched, clock.instant())
        .watches()
        .stream()
        .flatMap(line -> concern(line).stream())
        .toList();
  }

  private static Optional<Concern> concern(Status.Line line) {
    return line.ill()
        .map(
            kind ->
                new Concern(
                    kind,
                    line.folder().toString(),
                    line.known()
                        .map(it -> it.watch().trouble())
                        .filter(it -> !it.isEmpty())
                        .orElse(line.meaning()),
                    0));
  }

  private List<Concern> disk() throws IOException {
    var path = settings.spool().path();
    long free = Files.getFileStore(path).getUsableSpace();
    return free >= limits.diskFree()
        ? List.of()
        : List.of(
            new Concern(
                Kind.DISK_NEARLY_FULL,
                path.toString(),
                "%d MiB are free, less than alerts.disk-free".formatted(free >> 20),
                0));
  }

  private List<Concern> writable() {
    return spool.isWritable()
        ? List.of()
        : List.of(
            new Concern(
                Kind.SPOOL_NOT_WRITABLE,
                settings.spool().path().toString(),
                "an attempt to write has just failed",
                0));
  }

  /** Right after the start a Skyvern may not have been asked yet, and a folder not been opened. */
  private Set<Topic> unsure() {
    var unsure = new HashSet<Topic>();
    skyverns
        .get()
        .forEach(it -> OF_SKYVERN.forEach(kind -> unsure.add(new Topic(kind, it.routes()))));
    var open =
        watched.stream()
            .map(Watched::watch)
            .filter(it -> !it.since().isBefore(began) && isOpen(it.state()))
            .map(Watch::folder)
            .toList();
    var others = new ArrayList<>(folders);
    others.removeAll(open);
    others.forEach(it -> OF_FOLDERS.forEach(kind -> unsure.add(new Topic(kind, it.toString()))));
    return unsure;
  }

  private static boolean isOpen(Watch.State state) {
    return switch (state) {
      case WATCHING, POLLING, REFUSED, MISSING, STALLED -> true;
      case CONNECTING, RETRYING, STOPPED -> false;
    };
  }
}
