package dev.otpost.story;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.shipped.Part;
import dev.otpost.shipped.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

/** What the product ships beside the program. */
class PapersIT {

  /** Of those that a library does not call as SPDX does. */
  private static final Map<String, String> LONG_NAMES =
      Map.of("MPL-1.1", "Mozilla Public License Version 1.1");

  @Test
  void versionTellsTheCommit() throws Exception {
    var version = Product.run(Map.of(), "--version");

    assertTrue(
        version
            .out()
            .matches(
                "otpost \\d+\\.\\d+\\.\\d+"
                    + " \\((commit [0-9a-f]{12}( with changes)?|of no known commit)\\)\n"),
        version::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"man8/otpost.8.gz", "man5/otpost.yaml.5.gz"})
  void aPageIsThereAndNeitherManNorMandocComplains(String page) throws Exception {
    assertTrue(Reader.words(Product.home().resolve("man").resolve(page)).contains(" otpost "));
  }

  @Test
  void everythingOfOthersIsNamedWithItsLicence() throws IOException {
    var notices = Files.readString(Product.home().resolve("THIRD-PARTY-NOTICES"));

    for (var part : parts()) {
      var named = "\n%s\n".formatted(part);
      int at = notices.indexOf(named);
      assertTrue(at >= 0, part + " is not named");
      var entry = notices.substring(at + 1, notices.indexOf("\n\n", at));
      assertTrue(entry.contains("\n  Licence: "), entry);
      assertTrue(entry.contains("\n  Source:  https://"), entry);
    }
  }

  @Test
  void everyNumberOfATextIsThatOfOne() throws IOException {
    var notices = Files.readString(Product.home().resolve("THIRD-PARTY-NOTICES"));

    var numbers =
        notices
            .lines()
            .filter(line -> line.startsWith("  Text: "))
            .flatMap(line -> Pattern.compile("\\[\\d+]").matcher(line).results())
            .map(it -> it.group())
            .distinct()
            .toList();

    assertEquals(
        numbers,
        notices
            .lines()
            .filter(line -> line.startsWith("======== "))
            .map(line -> line.substring("======== ".length()))
            .toList());
    assertTrue(numbers.size() > 5, numbers::toString);
  }

  @Test
  void theBillOfMaterialsHasEveryJarAndTheLicencesThatAreClaimed() throws IOException {
    var file = Product.home().resolve("bom.json");
    Needs.built(file, "a build that may ask Maven's repository (without -o)");
    var bill = JSON.std.mapFrom(Files.readString(file));
    assertEquals("CycloneDX", bill.get("bomFormat"));

    var licences = new TreeMap<String, String>();
    for (var each : (List<?>) requireNonNull(bill.get("components"))) {
      var part = (Map<?, ?>) each;
      licences.put(
          "lib/%s-%s.jar".formatted(part.get("name"), part.get("version")),
          String.valueOf(part.get("licenses")));
    }
    assertEquals(jars(), List.copyOf(licences.keySet()));
    for (var jar : jars()) {
      var claimed = Part.of(jar.substring("lib/".length())).licence();
      var offered = licences.get(jar);
      assertTrue(
          String.valueOf(offered).contains(LONG_NAMES.getOrDefault(claimed, claimed)),
          () -> jar + offered);
    }
  }

  private static List<String> parts() throws IOException {
    var parts = new ArrayList<>(jars());
    parts.add("runtime/");
    parts.add("lib/native/libsqlitejdbc.so");
    return parts;
  }

  /** Of others. */
  private static List<String> jars() throws IOException {
    try (var files = Files.list(Product.home().resolve("lib"))) {
      return files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(it -> it.endsWith(".jar") && !it.equals("otpost.jar"))
          .map(it -> "lib/" + it)
          .sorted()
          .toList();
    }
  }
}
