package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.shipped.Reader;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds otpost(8), as man shows it, against the commands. */
class CommandPageTest {

  private final String page;

  CommandPageTest() throws IOException, InterruptedException {
    page = Reader.show("otpost.8", CommandPage.of("0.1.0", "2026-11-01"));
  }

  @Test
  void namesEveryCommandWithWhatItTakes() {
    for (var command : CommandPage.commands(CommandPage.otpost()).toList()) {
      var chapter = chapter(command.getCommandSpec().qualifiedName());
      var spec = command.getCommandSpec();
      Stream.concat(spec.options().stream(), spec.positionalParameters().stream())
          .filter(it -> !CommandPage.isOfAll(it))
          .forEach(
              it -> {
                assertTrue(chapter.contains(" " + CommandPage.label(it) + " "), it::toString);
                assertTrue(chapter.contains(words(it.description())), it::toString);
              });
      assertTrue(chapter.contains(words(spec.usageMessage().description())), chapter);
    }
  }

  @Test
  void keepsToItselfWhatOnlyTheBuildCalls() {
    assertFalse(page.contains("rehearse"), page);
  }

  @Test
  void tellsDefaults() {
    assertTrue(chapter("otpost doctor").contains("1 to 600. Default: 30."), page);
    assertTrue(chapter("otpost queue list").contains("At most so many. Default: 50."), page);
  }

  @Test
  void namesEveryExitCodeAndNoOther() {
    var named =
        Pattern.compile(" (\\d{1,2}) ")
            .matcher(page.substring(page.indexOf(" EXIT STATUS "), page.indexOf(" ENVIRONMENT ")))
            .results()
            .map(it -> Integer.valueOf(it.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(List.of(0, 64, 65, 66, 67, 69, 70, 73, 75, 77, 78), List.copyOf(named));
  }

  /** From the line with the name of a command to that of the next. */
  private String chapter(String command) {
    int start = page.indexOf(" " + command + " " + command + " ");
    assertTrue(start >= 0, () -> command + " is missing in " + page);
    var next = Pattern.compile(" (otpost(?: [a-z-]+)+) \\1 | EXIT STATUS ").matcher(page);
    assertTrue(next.find(start + command.length() + 2));
    return page.substring(start, next.start() + 1);
  }

  private static String words(String[] paragraphs) {
    return String.join(" ", paragraphs);
  }
}
