package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.message.Checkup;
import dev.otpost.message.Reach;
import dev.otpost.message.Recipients;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.message.Watch;
import dev.otpost.spool.Watched;
import dev.otpost.web.desk.Ports;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Situation.Ear;
import dev.otpost.web.desk.Situation.Mailbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the desk is told by the rooms that it does not know; in the words of {@code otpost status}.
 *
 * @param began before the first folder was watched
 * @param listeners as they are just now
 * @param standing how each destination stands just now
 * @param examiner sends a mail of our own through everything
 */
record DeskPorts(
    Settings settings,
    Instant began,
    InstantSource clock,
    Supplier<List<Ear>> listeners,
    Supplier<List<Reach>> standing,
    Examiner examiner)
    implements Ports {

  /** Sends a mail of our own through everything. */
  interface Examiner {
    Checkup examine() throws InterruptedException;
  }

  @Override
  public Situation situation(
      Map<State, Long> counts, List<Watched> watched, List<Telling> tellings) {
    var status =
        Status.of(Optional.of(began), counts, settings.imap().folders(), watched, clock.instant())
            .with(tellings);
    var ears = listeners.get();
    return new Situation(
        Version.number(),
        began,
        status.well() && ears.stream().allMatch(Ear::alive),
        ears,
        standing.get(),
        status.watches().stream().map(DeskPorts::mailbox).toList(),
        status.alerts().stream().map(Telling::concern).toList(),
        counts);
  }

  private static Mailbox mailbox(Status.Line line) {
    var watch = line.known().map(Watched::watch);
    return new Mailbox(
        line.folder().account(),
        line.folder().name(),
        line.word(),
        line.meaning(),
        line.well(),
        watch.flatMap(Watch::aliveAt),
        watch.flatMap(Watch::mailAt),
        watch.map(Watch::trouble).orElse(""));
  }

  @Override
  public List<Reach> skyverns() {
    return standing.get();
  }

  /** An address with a random part is as good as a password, and masked. */
  @Override
  public Ways ways() {
    var smtp = settings.smtp();
    return new Ways(
        smtp.enabled()
            ? smtp.recipients().patterns().stream().map(Recipients::shown).toList()
            : List.of(),
        settings.imap().folders().stream().map(it -> it.account()).distinct().toList());
  }

  @Override
  public Checkup checkup() throws InterruptedException {
    return examiner.examine();
  }
}
