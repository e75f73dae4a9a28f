package dev.otpost.config;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The values in a YAML file, each as it was written and with its line.
 *
 * <p>It looks at the nodes of the document rather than at what YAML 1.1 makes of them: {@code
 * hostname: no} stays "no", {@code 0123} keeps its zero, and a key that stands twice is seen. Keys
 * may be nested or dotted ({@code smtp.port: 2525}).
 */
final class YamlFile {

  private final String name;
  private final List<Fault> faults;
  private final Map<Key<?>, Stated> stated = new HashMap<>();

  /** Every key and section met so far, and the line of it. */
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlFile(String name, List<Fault> faults) {
    this.name = name;
    this.faults = faults;
  }

  /**
   * The values in {@code text}. What is wrong with them is added to {@code faults}; of a text that
   * is no YAML that is all that can be said, and nothing is returned.
   *
   * @param name of the file, to say where a value stands
   */
  static Optional<Map<Key<?>, Stated>> read(String name, String text, List<Fault> faults) {
    var file = new YamlFile(name, faults);
    try {
      // Null is what SnakeYAML calls a document of nothing but comments.
      Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(text)))
          .ifPresent(file::walk);
      return Optional.of(file.stated);
    } catch (MarkedYAMLException e) {
      // Only the problem, never the snippet: the line may hold a key. An alias is a piece of a
      // value.
      var problem = String.valueOf(e.getProblem());
      var mark = Optional.ofNullable(e.getProblemMark());
      faults.add(
          new Fault(
              "",
              mark.map(at -> name + ", line " + (at.getLine() + 1)).orElse(name),
              "",
              (problem.contains("alias") ? "found an alias" : problem)
                  + "; indent with blanks, and put a value with special characters, such as"
                  + " \"*@example.com\", in quotes"));
    } catch (YAMLException e) {
      faults.add(new Fault("", name, "", "this is not a YAML text; save it as plain UTF-8 text"));
    }
    return Optional.empty();
  }

  private void walk(Node root) {
    switch (root) {
      case MappingNode mapping -> walk("", mapping);
      case ScalarNode scalar when isNothing(scalar) -> {}
      default ->
          faults.add(
              new Fault("", name, "", "there are no keys in it; write lines like smtp.port: 2525"));
    }
  }

  /** Bounded by the table of keys: what is neither a key nor a section is not looked into. */
  private void walk(String prefix, MappingNode mapping) {
    for (var entry : mapping.getValue()) {
      var path = prefix + (entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?");
      int line = entry.getKeyNode().getStartMark().getLine() + 1;
      var first = lines.putIfAbsent(path, line);
      if (first != null) {
        fault(path, line, "it stands in line %d already; leave one of the two".formatted(first));
        continue;
      }
      Keys.named(path)
          .ifPresentOrElse(
              key -> value(key, line, entry.getValueNode()),
              () -> section(path, line, entry.getValueNode()));
    }
  }

  private void section(String path, int line, Node node) {
    if (Keys.FAMILIES.stream().anyMatch(family -> family.isMisnamed(path))) {
      fault(path, line, "this can be no name; give " + Family.NAMES);
    } else if (!Keys.isSection(path)) {
      // The value is not shown: it may be a key under a misspelt name.
      fault(
          path,
          line,
          "there is no such key; "
              + Nearest.to(path, Keys.namesLike(path))
                  .map("did you mean %s?"::formatted)
                  .orElse("take it away"));
    } else if (node instanceof MappingNode mapping) {
      walk(path + ".", mapping);
    } else if (!isNothing(node)) {
      fault(path, line, "this is a section; write its keys below it, indented");
    }
  }

  private void value(Key<?> key, int line, Node node) {
    switch (node) {
      case ScalarNode scalar when isNothing(scalar) -> {}
      case ScalarNode scalar when scalar.getTag().startsWith(Tag.PREFIX) ->
          state(key, line, scalar.getValue());
      case ScalarNode _ -> fault(key.name(), line, "put a value that begins with ! in quotes");
      case SequenceNode list
          when list.getValue().stream().allMatch(item -> item instanceof ScalarNode) ->
          state(
              key,
              line,
              list.getValue().stream()
                  .map(item -> ((ScalarNode) item).getValue())
                  .collect(Collectors.joining(",")));
      case MappingNode mapping
          when key.form().pairs()
              && mapping.getValue().stream()
                  .allMatch(
                      pair ->
                          pair.getKeyNode() instanceof ScalarNode
                              && pair.getValueNode() instanceof ScalarNode) ->
          state(
              key,
              line,
              mapping.getValue().stream()
                  .map(
                      pair ->
                          ((ScalarNode) pair.getKeyNode()).getValue()
                              + "="
                              + ((ScalarNode) pair.getValueNode()).getValue())
                  .collect(Collectors.joining(",")));
      default -> fault(key.name(), line, "give " + key.form().unit());
    }
  }

  private void state(Key<?> key, int line, String text) {
    if (!text.isBlank()) {
      stated.put(key, new Stated(text, where(line)));
    }
  }

  /** Nothing behind the colon: as if it did not stand there. */
  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().isEmpty();
  }

  private void fault(String key, int line, String whatToDo) {
    faults.add(new Fault(Fault.name(key), where(line), "", whatToDo));
  }

  private String where(int line) {
    return name + ", line " + line;
  }
}
