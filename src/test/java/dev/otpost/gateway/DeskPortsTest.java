package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Configuration;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import dev.otpost.message.Checkup;
import dev.otpost.message.Concern;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.web.desk.Ports.Ways;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Situation.Ear;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk is told what {@code otpost status} tells. */
final class DeskPortsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Reach SKYVERN = new Reach("default", Reach.State.ANSWERS, NOW, "");
  private static final Ear SMTP = new Ear("smtp", "*", 2525, true, NOW);

  private static final Map<String, String> MAILBOX =
      Map.of(
          "OTPOST_IMAP_ACCOUNTS_WORK_HOST", "localhost",
          "OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john@example.com",
          "OTPOST_IMAP_ACCOUNTS_WORK_PASSWORD", "secret");

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit sets the field.
  DeskPortsTest() {}

  @Test
  void isWellWhenNobodyHasToAct() {
    var situation = situation(ports(Map.of(), SMTP), List.of());
    assertTrue(situation.well());
    assertEquals(NOW, situation.since());
    assertEquals(List.of(SMTP), situation.listeners());
    assertEquals(List.of(SKYVERN), situation.skyverns());
    assertEquals(Map.of(State.HELD, 2L), situation.counts());
  }

  @Test
  void isNotWellWhenAListenerIsGone() {
    var gone = new Ear("smtp", "*", 2525, false, NOW);
    assertFalse(situation(ports(Map.of(), gone), List.of()).well());
  }

  @Test
  void tellsWhatStandsInTheWordsOfTheAlertsAndNothingThatIsOver() {
    var barred = new Concern(Concern.Kind.SKYVERN_BARRED, "default", "HTTP 401", 0);
    var full = new Concern(Concern.Kind.DISK_NEARLY_FULL, "/", "it was", 0);
    var situation =
        situation(ports(Map.of(), SMTP), List.of(told(barred), told(full).cleared(NOW)));
    assertFalse(situation.well());
    assertEquals(List.of(barred), situation.concerns());
  }

  @Test
  void tellsThatAFolderIsDeafThoughNothingIsKnownOfIt() {
    var ports = ports(MAILBOX, SMTP);
    var late =
        new DeskPorts(
            ports.settings(),
            NOW,
            () -> NOW.plus(Duration.ofMinutes(4)),
            ports.listeners(),
            ports.standing(),
            ports.examiner());
    assertEquals(
        List.of("not_yet"),
        situation(ports, List.of()).mailboxes().stream().map(it -> it.state()).toList());
    var deaf = situation(late, List.of());
    assertEquals(List.of("deaf"), deaf.mailboxes().stream().map(it -> it.state()).toList());
    assertFalse(deaf.well());
  }

  @Test
  void namesWhatMailComesInByAndMasksAnAddressThatIsAsGoodAsAPassword() {
    assertEquals(
        new Ways(List.of("*@gw.example.com"), List.of("work")), ports(MAILBOX, SMTP).ways());
    var secret = ports(Map.of("OTPOST_SMTP_RECIPIENTS", "otp-7f3k9q2m@gw.example.com"), SMTP);
    assertFalse(secret.ways().toString().contains("7f3k9q2m"), () -> secret.ways().toString());
  }

  private static Situation situation(DeskPorts ports, List<Telling> told) {
    return ports.situation(Map.of(State.HELD, 2L), List.of(), told);
  }

  private static Telling told(Concern concern) {
    return new Telling(Alerts.theLog(), concern, NOW, NOW, Optional.empty(), false);
  }

  private DeskPorts ports(Map<String, String> keys, Ear ear) {
    var environment = new HashMap<String, String>();
    environment.put("OTPOST_SMTP_RECIPIENTS", "*@gw.example.com");
    environment.put("OTPOST_SPOOL_PATH", directory.toString());
    environment.put("SKYVERN_API_KEY", "key");
    environment.putAll(keys);
    var configuration =
        Configuration.load(new Origin(Optional.empty(), environment, "mx1"), Purpose.SERVE);
    var settings =
        assertInstanceOf(Configuration.Loaded.class, configuration, configuration::toString)
            .settings();
    return new DeskPorts(
        settings,
        NOW,
        () -> NOW,
        () -> List.of(ear),
        () -> List.of(SKYVERN),
        () -> new Checkup(List.of()));
  }
}
