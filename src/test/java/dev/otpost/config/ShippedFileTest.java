package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.config.Configuration.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds conf/otpost.yaml against the table of keys. */
class ShippedFileTest {

  private static final Path SHIPPED = Path.of("conf/otpost.yaml");

  @Test
  void namesEveryKeyInTheOrderOfTheTableAndNoOther() throws IOException {
    assertEquals(
        Keys.ALL.stream().map(Key::name).toList(), entries().stream().map(Entry::key).toList());
  }

  @Test
  void saysOfEveryKeyWhatTheTableSays() throws IOException {
    for (var entry : entries()) {
      var key = Keys.named(entry.key()).orElseThrow();
      assertEquals(key.meaning() + " " + key.choice(), entry.comment(), entry.key());
    }
  }

  @Test
  void showsTheStandardAsTheValueOfAKeyThatHasOne() throws IOException {
    for (var entry : entries()) {
      var standard = Keys.named(entry.key()).orElseThrow().standard();
      assertEquals(standard.isEmpty() ? entry.value() : standard, entry.value(), entry.key());
    }
  }

  @Test
  void changesNothingAsItIsShipped() {
    var none = load(new Origin(Optional.empty(), Map.of(), "mx1"));

    assertEquals(none, load(Origin.at(SHIPPED, Map.of(), "mx1")));
  }

  @Test
  void loadsWithEveryKeySwitchedOn(@TempDir Path directory) throws IOException {
    var file = directory.resolve("otpost.yaml");
    Files.writeString(file, Files.readString(SHIPPED).replaceAll("(?m)^  #(?! )", "  "));

    var settings = load(Origin.at(file, Map.of(), "mx1"));

    assertEquals("192.0.2.1", settings.smtp().host());
    assertEquals("gw.example.com", settings.smtp().hostname());
    assertEquals(List.of("otp@gw.example.com"), settings.smtp().recipients().patterns());
    assertEquals(Path.of("/var/lib/otpost"), settings.spool().path());
  }

  private static Settings load(Origin origin) {
    var configuration = Configuration.load(origin, Purpose.INSPECT);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  /** The comment above a key with its line breaks undone, and the value behind it. */
  private record Entry(String key, String comment, String value) {}

  private static List<Entry> entries() throws IOException {
    var entries = new ArrayList<Entry>();
    var section = "";
    var comment = new ArrayList<String>();
    for (var line : Files.readAllLines(SHIPPED)) {
      if (line.startsWith("  # ")) {
        comment.add(line.substring(4));
      } else if (line.startsWith("  #")) {
        var parts = line.substring(3).split(": ", 2);
        entries.add(new Entry(section + "." + parts[0], String.join(" ", comment), parts[1]));
        comment.clear();
      } else if (line.endsWith(":")) {
        section = line.substring(0, line.length() - 1);
      }
    }
    return entries;
  }
}
