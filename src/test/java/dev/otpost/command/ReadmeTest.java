package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Concern;
import dev.otpost.message.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of the README hold what the program does. */
final class ReadmeTest {

  private final String readme;

  ReadmeTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  @Test
  void explainsEveryState() {
    assertEquals(
        Stream.of(State.values()).map(State::word).toList(),
        rows("What became of a mail", "`([a-z]+)`"));
  }

  @Test
  void explainsEveryExitCode() throws IllegalAccessException {
    var codes = new ArrayList<String>();
    for (var code : ExitCode.class.getDeclaredFields()) {
      if (code.getType() == int.class) {
        codes.add(String.valueOf(code.getInt(null)));
      }
    }
    assertEquals(codes, rows("Commands", "([0-9]+)"));
  }

  @Test
  void explainsEveryKindOfAlert() {
    var alerts = chapter("Alerts");
    assertEquals(
        List.of(Concern.Kind.TEST),
        Stream.of(Concern.Kind.values())
            .filter(kind -> !alerts.contains("`" + kind.word() + "`"))
            .toList());
  }

  /** What stands first in those rows of the tables under this heading that begin like that. */
  private List<String> rows(String heading, String first) {
    return Pattern.compile("(?m)^\\| " + first + " \\|")
        .matcher(chapter(heading))
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private String chapter(String heading) {
    int from = readme.indexOf("\n## " + heading + "\n");
    return readme.substring(from, readme.indexOf("\n## ", from + 1));
  }
}
