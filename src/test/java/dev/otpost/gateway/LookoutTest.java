package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Reach;
import dev.otpost.message.Source;
import dev.otpost.message.Watch;
import dev.otpost.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands, as it is seen from the facts. */
final class LookoutTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Folder INBOX = new Folder("work", "INBOX");

  @TempDir private Path directory;
  private Instant now = NOW;
  private Reach reach = new Reach("default", Reach.State.ANSWERS, NOW, "");
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  LookoutTest() {}

  @BeforeEach
  void open() throws IOException {
    spool = Spool.open(settings(Map.of()).spool(), () -> now);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void seesNothingOnAGoodDay() {
    assertEquals(List.of(), seen(Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "ANSWERS, 0, ",
    "BARRED, 0, SKYVERN_BARRED",
    "UNPAID, 0, SKYVERN_UNPAID",
    "SILENT, 119, ",
    "SILENT, 120, SKYVERN_SILENT"
  })
  void seesHowSkyvernStands(Reach.State state, int seconds, Kind kind) {
    reach = new Reach("default, acme", state, NOW.minusSeconds(seconds), "why");
    assertEquals(
        kind == null ? List.of() : List.of(new Concern(kind, "default, acme", "why", 0)),
        seen(Map.of()));
  }

  @Test
  void tellsOfAnExpiredMailItsNumberAndReasonAndNothingThatStoodInIt() throws IOException {
    var gateway = Gateway.of(settings(Map.of()), spool, () -> now);
    var mail = SampleMail.forwarded(new Address("john@example.com"), GATEWAY, NOW);
    gateway.receive(
        new Envelope(Source.SMTP, mail.mailFrom(), List.of(GATEWAY), "192.0.2.1", NOW),
        mail.bytes());
    long id = spool.pending().getFirst().id();
    now = NOW.plus(Duration.ofMinutes(20));
    spool.expire(id, "", now);
    assertEquals(
        List.of(
            new Concern(
                Kind.DELIVERIES_EXPIRED,
                "",
                "1 in the last day, the newest is %d: its life ended before the first attempt"
                    .formatted(id),
                now.toEpochMilli())),
        seen(Map.of()));
    now = now.plus(Lookout.RECENT).plusSeconds(1);
    assertEquals(List.of(), seen(Map.of()));
  }

  @Test
  void tellsOfNoMailThatNobodyFetchedWhereNothingIsPosted() throws IOException {
    var gateway = Gateway.of(settings(Map.of()), spool, () -> now);
    var mail = SampleMail.forwarded(new Address("john@example.com"), GATEWAY, NOW);
    gateway.receive(
        new Envelope(Source.SMTP, mail.mailFrom(), List.of(GATEWAY), "192.0.2.1", NOW),
        mail.bytes());
    now = NOW.plus(Duration.ofMinutes(20));
    spool.expire(spool.pending().getFirst().id(), "no run fetched it", now);
    assertEquals(1, seen(Map.of()).size());
    assertEquals(List.of(), seen(Map.of("OTPOST_DELIVERY_PUSH", "false")));
  }

  @Test
  void seesAFolderThatRefusesTheLogin() throws IOException {
    spool.report(
        Watch.begun(INBOX, now).in(Watch.State.REFUSED, now).troubled("no such user", now));
    assertEquals(
        List.of(new Concern(Kind.FOLDER_REFUSED, "INBOX of work", "no such user", 0)),
        seen(mailbox()));
  }

  @Test
  void seesAFolderThatIsDeaf() {
    var lookout = lookout(mailbox());
    assertEquals(List.of(), lookout.get().concerns());
    assertEquals(4 + 3, lookout.get().unsure().size());
    now = NOW.plus(Status.DEAF_AFTER).plusSeconds(1);
    assertEquals(
        List.of(Kind.FOLDER_DEAF), lookout.get().concerns().stream().map(Concern::kind).toList());
  }

  @Test
  void seesThatTheDiskIsNearlyFull() {
    var seen = seen(Map.of("OTPOST_ALERTS_DISK_FREE", "1000GiB")).getFirst();
    assertEquals(Kind.DISK_NEARLY_FULL, seen.kind());
    assertTrue(seen.because().endsWith(" MiB are free, less than alerts.disk-free"));
  }

  @Test
  void seesThatTheSpoolCannotBeWritten() {
    spool.close();
    assertEquals(
        List.of(Kind.SPOOL_NOT_WRITABLE), seen(Map.of()).stream().map(Concern::kind).toList());
  }

  private List<Concern> seen(Map<String, String> keys) {
    return lookout(keys).get().concerns();
  }

  private Lookout lookout(Map<String, String> keys) {
    return new Lookout(settings(keys), spool, () -> List.of(reach), NOW, () -> now);
  }

  private static Map<String, String> mailbox() {
    return Map.of(
        "OTPOST_IMAP_ACCOUNTS_WORK_HOST", "localhost",
        "OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "me@example.com",
        "OTPOST_IMAP_ACCOUNTS_WORK_PASSWORD", "password");
  }

  private Settings settings(Map<String, String> keys) {
    var environment = new HashMap<>(keys);
    environment.put("SKYVERN_API_KEY", "key");
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    environment.put("OTPOST_SPOOL_PATH", directory.resolve("spool").toString());
    var configuration =
        Configuration.load(new Origin(Optional.empty(), environment, "mx1"), Purpose.SERVE);
    return assertInstanceOf(Configuration.Loaded.class, configuration, configuration::toString)
        .settings();
  }
}
