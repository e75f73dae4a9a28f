package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.StoredCode;
import dev.otpost.intake.imap.Cable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever happens between a mailbox and the daemon, and to each of them: every mail is posted, and
 * none twice.
 */
class MailboxFaultsIT {

  /**
   * All is over in seconds, but for one case: a Dovecot that was killed while it held a lock of the
   * mailbox waits two minutes for whoever has it, and answers nobody meanwhile.
   */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String JOHN = Watched.USER;

  /** The times of the standard, sixty times as fast. */
  private static final String[] FAST = {
    "OTPOST_IMAP_LIMITS_CONNECT_TIME", "1s",
    "OTPOST_IMAP_LIMITS_ANSWER_TIME", "1s",
    "OTPOST_IMAP_LIMITS_RENEW_TIME", "1s",
    "OTPOST_IMAP_LIMITS_RETRY_TIME", "100ms",
    "OTPOST_IMAP_LIMITS_RETRY_TIME_AT_MOST", "1s"
  };

  /** What goes wrong. */
  private enum Fault {
    DROPPED,
    RESET,
    HELD_UP,
    HELD_UP_SOMEWHERE,
    HALF_A_LINE,
    HALF_A_MAIL,
    DEAF,
    SLOW,
    SENT_AWAY,
    SERVER_RESTARTED,
    SERVER_KILLED,
    NUMBERED_ANEW,
    DAEMON_KILLED
  }

  @RegisterExtension final Stage stage = new Stage();

  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private int delivered;

  MailboxFaultsIT() throws IOException {}

  @Tag("system")
  @Test
  void everyMailIsPostedOnceThroughAFaultOfEachKind() throws Exception {
    goesThrough(Fault.values().length, 1);
  }

  /**
   * Their number is the system property {@code otpost.faults}, the dice are {@code otpost.seed}.
   */
  @Test
  @Tag("system")
  void everyMailIsPostedOnceThroughFiveHundredFaults() throws Exception {
    goesThrough(Integer.getInteger("otpost.faults", 500), Long.getLong("otpost.seed", 2));
  }

  /** With the times of the standard, for once. */
  @Test
  @Tag("system")
  void aConnectionOnWhichNothingComesThroughIsGivenUpInTime() throws Exception {
    var dovecot = stage.dovecot();
    var cable = stage.with(Cable.to(dovecot.port()));
    var daemon = stage.daemon(Watched.settings(cable.port(), "none"));
    Watched.await(daemon, "INBOX", "watching");
    cable.hold();
    deliver(1, dovecot);
    long begin = System.nanoTime();
    assertTrue(
        cable.await(() -> cable.connections() > 1, Duration.ofSeconds(75)), "it did not notice");
    Figures.print(
        "a dead connection was given up, and another one tried, after %d ms"
            .formatted((System.nanoTime() - begin) / 1_000_000));
    cable.pass();
    awaitAllPosted();
  }

  private void goesThrough(int faults, long seed) throws Exception {
    var random = RandomGeneratorFactory.getDefault().create(seed);
    var dovecot = stage.dovecot();
    var cable = stage.with(Cable.to(dovecot.port()));
    var daemon = stage.daemon(Watched.settings(cable.port(), "none", FAST));
    Watched.await(daemon, "INBOX", "watching");
    long begin = System.nanoTime();
    for (var fault : dealt(faults, random)) {
      happened.merge(fault, 1, Integer::sum);
      deliver(random.nextInt(2), dovecot);
      befall(fault, dovecot, cable, daemon, random);
      if (random.nextBoolean()) {
        // Otherwise the next one comes while this one is being dealt with.
        awaitAllPosted();
      }
    }
    cable.pass();
    deliver(1, dovecot);
    awaitAllPosted();
    assertEquals(
        IntStream.rangeClosed(1, delivered).boxed().toList(),
        stage.skyvern().codes().stream().map(MailboxFaultsIT::number).sorted().toList(),
        () -> "seed %d, %s".formatted(seed, happened));
    Figures.print(
        "%d faults (%s): %d mails, each posted once, after %d s; %d connections"
            .formatted(
                faults,
                happened,
                delivered,
                (System.nanoTime() - begin) / 1_000_000_000,
                cable.connections()));
    assertEquals(0, daemon.terminate());
  }

  /** As many as are wanted, in packs of one of each kind, shuffled. */
  private static List<Fault> dealt(int faults, RandomGenerator random) {
    var all = new ArrayList<Fault>();
    while (all.size() < faults) {
      var pack = Arrays.asList(Fault.values());
      Collections.shuffle(pack, random);
      all.addAll(pack);
    }
    return all.subList(0, faults);
  }

  /** It happens, mail comes meanwhile, and it is over. */
  private void befall(
      Fault fault, Dovecot dovecot, Cable cable, Daemon daemon, RandomGenerator random)
      throws Exception {
    switch (fault) {
      case DROPPED -> {
        cable.drop();
        deliver(1, dovecot);
      }
      case RESET -> {
        cable.reset();
        deliver(1, dovecot);
      }
      case HELD_UP -> untilNoticed(cable, cable::hold, dovecot);
      case HELD_UP_SOMEWHERE ->
          untilNoticed(cable, () -> cable.holdAfter(random.nextInt(800)), dovecot);
      case HALF_A_LINE -> untilNoticed(cable, () -> cable.halfALine(""), dovecot);
      case HALF_A_MAIL -> untilNoticed(cable, () -> cable.halfALine("mark-"), dovecot);
      case DEAF -> {
        awaitAllPosted();
        cable.swallow("EXISTS");
        deliver(1, dovecot);
        awaitAllPosted();
        cable.pass();
      }
      case SLOW -> {
        cable.late(Duration.ofMillis(50));
        deliver(2, dovecot);
        awaitAllPosted();
        cable.pass();
      }
      case SENT_AWAY -> {
        dovecot.disconnectAll();
        deliver(1, dovecot);
      }
      case SERVER_RESTARTED -> {
        dovecot.stop();
        deliver(1, dovecot);
        dovecot.startAgain();
      }
      case SERVER_KILLED -> {
        dovecot.kill();
        deliver(1, dovecot);
        dovecot.startAgain();
      }
      case NUMBERED_ANEW -> {
        dovecot.stop();
        deliver(1, dovecot);
        dovecot.mailbox(JOHN).forgetNumbers("INBOX");
        dovecot.startAgain();
      }
      case DAEMON_KILLED -> {
        awaitAllPosted();
        var quiet = Quiet.of(daemon, stage.skyvern());
        deliver(1, dovecot);
        quiet.kill();
        deliver(1, dovecot);
        daemon.restart();
      }
    }
  }

  /** The daemon gives the connection up by itself, and tries another one. */
  private void untilNoticed(Cable cable, Runnable fault, Dovecot dovecot) throws Exception {
    int before = cable.connections();
    fault.run();
    deliver(1, dovecot);
    assertTrue(cable.await(() -> cable.connections() > before, LIMIT), "it did not notice");
    cable.pass();
  }

  private void deliver(int mails, Dovecot dovecot) throws IOException {
    for (int i = 0; i < mails; i++) {
      delivered++;
      dovecot
          .mailbox(JOHN)
          .deliver(
              "INBOX", new Mail(delivered, "user%d@example.com".formatted(delivered % 8)).bytes());
    }
  }

  private void awaitAllPosted() {
    assertTrue(
        stage
            .skyvern()
            .awaitUntil(
                () ->
                    stage.skyvern().codes().stream().map(MailboxFaultsIT::number).distinct().count()
                        == delivered,
                LIMIT),
        () -> "posted of %d: %s".formatted(delivered, posted()));
  }

  private List<Integer> posted() {
    return stage.skyvern().codes().stream().map(MailboxFaultsIT::number).sorted().toList();
  }

  private static int number(StoredCode code) {
    return Mail.numberIn(code.content()).orElse(-1);
  }
}
