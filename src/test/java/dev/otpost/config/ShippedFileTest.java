package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Loaded;
import dev.otpost.config.ShippedFile.Entry;
import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds conf/otpost.yaml against the table of keys. */
class ShippedFileTest {

  private static final Path SHIPPED = ShippedFile.PATH;

  @Test
  void namesEveryKeyInTheOrderOfTheTableAndNoOther() throws IOException {
    assertEquals(
        keys().map(Key::name).toList(),
        ShippedFile.read().keys().stream().map(Entry::name).toList());
  }

  @Test
  void saysOfEveryKeyWhatTheTableSays() throws IOException {
    for (var entry : ShippedFile.read().keys()) {
      var key = key(entry);
      assertEquals(key.meaning() + " " + key.choice(), entry.comment(), entry.name());
    }
  }

  @Test
  void showsTheStandardAsTheValueOfAKeyThatHasOne() throws IOException {
    for (var entry : ShippedFile.read().keys()) {
      var standard = key(entry).standard();
      assertEquals(standard.isEmpty() ? entry.value() : standard, entry.value(), entry.name());
    }
  }

  @Test
  void leavesTheLimitsOfTheListenerAsItsRoomHasThem() {
    assertEquals(Limits.DEFAULT, load(Origin.at(SHIPPED, Map.of(), "mx1")).smtp().limits());
  }

  @Test
  void leavesTheLimitsOfMailboxesAsTheirRoomHasThem() {
    assertEquals(ImapSettings.NONE, load(Origin.at(SHIPPED, Map.of(), "mx1")).imap());
  }

  @Test
  void changesNothingAsItIsShipped() {
    var none = load(new Origin(Optional.empty(), Map.of(), "mx1"));

    assertEquals(none, load(Origin.at(SHIPPED, Map.of(), "mx1")));
  }

  @Test
  void loadsWithEveryKeySwitchedOn(@TempDir Path directory) throws IOException {
    var file = directory.resolve("otpost.yaml");
    Files.writeString(file, Files.readString(SHIPPED).replaceAll("(?m)^((?:  )+)#(?! )", "$1"));

    var settings = load(Origin.at(file, Map.of(), "mx1"));

    assertEquals("192.0.2.1", settings.smtp().host());
    assertEquals("gw.example.com", settings.smtp().hostname());
    assertEquals(
        Optional.of(
            new PemFiles(Path.of("/etc/otpost/fullchain.pem"), Path.of("/etc/otpost/privkey.pem"))),
        settings.smtp().tls().files());
    assertEquals(Optional.of(465), settings.smtp().tls().port());
    assertEquals(List.of("otp@gw.example.com"), settings.smtp().recipients().patterns());
    assertEquals(Path.of("/var/lib/otpost"), settings.spool().path());
    assertEquals(1, settings.routing().identifiers().aliases().size());
    assertTrue(settings.routing().identifiers().allow().match("+4915112345678"));
    var account = settings.imap().accounts().getFirst();
    assertEquals("work", account.name());
    assertEquals("imap.example.com", account.server().host());
    assertEquals(Optional.of(Duration.ofMinutes(10)), account.since());
    assertEquals(
        Optional.of(URI.create("https://login.example.com/oauth2/device")),
        Optional.ofNullable(settings.oauth().accounts().get("work"))
            .flatMap(client -> client.provider().device()));
    var route = settings.routing().routes().getFirst();
    assertEquals("acme", route.name());
    assertTrue(route.recipient().match("sales@gw.example.com"));
    assertTrue(route.from().match("a@github.com"));
    assertEquals(
        Map.of("workflow_run_id", "wr_123", "workflow_id", "wpid_123", "task_id", "tsk_123"),
        settings.delivery().routes().values().stream()
            .map(it -> it.ids())
            .filter(ids -> !ids.isEmpty())
            .findFirst()
            .orElseThrow());
  }

  private static Stream<Key<?>> keys() {
    return Stream.concat(
        Keys.ALL.stream(), Keys.FAMILIES.stream().flatMap(family -> family.keys().stream()));
  }

  private static Key<?> key(Entry entry) {
    return keys().filter(key -> key.name().equals(entry.name())).findFirst().orElseThrow();
  }

  private static Settings load(Origin origin) {
    var configuration = Configuration.load(origin, Purpose.INSPECT);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }
}
