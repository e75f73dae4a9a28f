package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.shipped.Reader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds otpost.yaml(5), as man shows it, against the table of keys. */
class ConfigurationPageTest {

  @Test
  void saysOfEveryKeyWhatTheTableSays() throws Exception {
    var page = Reader.show("otpost.yaml.5", ConfigurationPage.of("0.1.0", "2026-11-01"));

    assertEquals(List.of(), keys().map(it -> told(it)).filter(it -> !page.contains(it)).toList());
    assertEquals(
        List.of(),
        keys()
            .map(key -> " In the environment: " + key.of("name").variable() + " ")
            .filter(it -> !page.contains(it))
            .toList());
  }

  /** Name, meaning, default, unit and limits. */
  private static String told(Key<?> key) {
    return " %s %s %s ".formatted(key.name().replace("*", "NAME"), key.meaning(), key.choice());
  }

  private static Stream<Key<?>> keys() {
    return Stream.concat(
        Keys.ALL.stream(), Keys.FAMILIES.stream().flatMap(family -> family.keys().stream()));
  }
}
