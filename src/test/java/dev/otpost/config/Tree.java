package dev.otpost.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A part of a YAML or JSON file of others. Paths have slashes in them, and the number of an item of
 * a list; what is not there fails.
 */
public record Tree(Object node) {

  /** The documents of a file. */
  public static List<Tree> of(String text) {
    var documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
    return StreamSupport.stream(documents.spliterator(), false).map(Tree::new).toList();
  }

  public Tree below(String path) {
    var below = node;
    for (var name : path.split("/", -1)) {
      var next =
          below instanceof List<?> list
              ? list.get(Integer.parseInt(name))
              : ((Map<?, ?>) below).get(name);
      if (next == null) {
        throw new AssertionError("there is no " + path);
      }
      below = next;
    }
    return new Tree(below);
  }

  public String leaf(String path) {
    return below(path).node.toString();
  }

  /** Of a list. */
  public List<Tree> items(String path) {
    return ((List<?>) below(path).node).stream().<Tree>map(Tree::new).toList();
  }

  /** Of a list of words that are all different, in its order. */
  public Set<String> words(String path) {
    var words = new LinkedHashSet<String>();
    items(path).forEach(item -> words.add(item.node.toString()));
    return words;
  }

  /** Of a map of words. */
  public Map<String, String> entries(String path) {
    var entries = new TreeMap<String, String>();
    ((Map<?, ?>) below(path).node)
        .forEach((name, value) -> entries.put(name.toString(), value.toString()));
    return entries;
  }

  /** Of a map of anything. */
  public Set<String> names(String path) {
    var names = new TreeSet<String>();
    ((Map<?, ?>) below(path).node).keySet().forEach(name -> names.add(name.toString()));
    return names;
  }
}
