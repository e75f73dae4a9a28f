package dev.otpost.gateway;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Settings;
import dev.otpost.intake.smtp.SmtpListener;
import dev.otpost.message.Reach;
import dev.otpost.spool.Census;
import dev.otpost.spool.Footprint;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Watched;
import dev.otpost.web.metrics.Reading;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How otpost stands, for the metrics. The spool is read beside its writer, which has mail to keep;
 * it is opened anew each time, for it may have been set aside meanwhile.
 *
 * @param skyverns how they stand just now
 * @param smtp empty if there is to be none
 * @param began before the first folder was watched
 */
record Survey(
    Settings settings,
    Supplier<List<Reach>> skyverns,
    Optional<SmtpListener> smtp,
    Instant began,
    InstantSource clock)
    implements Supplier<Reading> {

  private interface Look<T> {
    T look() throws IOException;
  }

  @Override
  public Reading get() {
    var census = seen(this::census);
    return new Reading(
        Version.number(),
        census,
        seen(() -> Footprint.of(settings.spool())),
        skyverns.get(),
        mailboxes(census.map(Census::folders).orElse(List.of())),
        smtp.map(this::listener));
  }

  private Census census() throws IOException {
    try (var queue = Queue.open(settings.spool(), clock)) {
      return queue.census(Alerts.theLog(), settings.delivery().unpushed());
    }
  }

  private List<Reading.Mailbox> mailboxes(List<Watched> known) {
    var folders = settings.imap().folders();
    return Status.of(Optional.of(began), Map.of(), folders, known, clock.instant())
        .watches()
        .stream()
        .filter(line -> folders.contains(line.folder()))
        .map(
            line ->
                new Reading.Mailbox(
                    line.folder(),
                    line.word(),
                    line.well(),
                    line.known().flatMap(it -> it.watch().aliveAt()),
                    line.known().flatMap(it -> it.watch().mailAt())))
        .toList();
  }

  private Reading.Listener listener(SmtpListener listener) {
    return new Reading.Listener(
        listener.isListening(),
        listener.sessions(),
        settings.smtp().limits().crowd().connections(),
        seen(listener::certificateEnds).flatMap(it -> it));
  }

  /** What cannot be looked up just now is told as such: the rest is wanted all the more. */
  private static <T> Optional<T> seen(Look<T> look) {
    try {
      return Optional.of(look.look());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
