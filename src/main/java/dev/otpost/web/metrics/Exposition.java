package dev.otpost.web.metrics;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in Prometheus's exposition format, version 0.0.4, as it is being written: families one
 * after the other, each with its samples. For one thread.
 */
final class Exposition {

  /** What the text is. */
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** The samples of a family must follow each other, in whatever order they are told. */
  private final List<Family> families = new ArrayList<>();

  /**
   * What only grows, from the start of the process on.
   *
   * @param help what it says, and what to do with it
   */
  Family counter(String name, String help) {
    return family(name, "counter", help);
  }

  /** What stands just now, likewise. */
  Family gauge(String name, String help) {
    return family(name, "gauge", help);
  }

  /** How often something was how large, likewise. */
  Family histogram(String name, String help) {
    return family(name, "histogram", help);
  }

  /** How much something was in all, and how often, likewise. */
  Family summary(String name, String help) {
    return family(name, "summary", help);
  }

  private Family family(String name, String type, String help) {
    var family = new Family(name, type, help);
    families.add(family);
    return family;
  }

  /** All that was written. */
  @Override
  public String toString() {
    return families.stream().map(Family::toString).collect(joining());
  }

  /** What has one name. It may have no sample: then it is known what it would say. */
  static final class Family {

    private final String name;
    private final StringBuilder text = new StringBuilder();

    private Family(String name, String type, String help) {
      this.name = name;
      text.append("# HELP ").append(name).append(' ');
      escape(help, false);
      text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /**
     * One value.
     *
     * @param labels a name and its value, one after the other
     */
    Family at(long value, String... labels) {
      return part("", value, labels);
    }

    /** One that is a yes or a no. */
    Family at(boolean value, String... labels) {
      return at(value ? 1 : 0, labels);
    }

    /** A time, or how long something took, in seconds. */
    Family seconds(double value, String... labels) {
      return line("", Double.toString(value), labels);
    }

    /** One of the values of a histogram or a summary, whose name ends in {@code suffix}. */
    Family part(String suffix, long value, String... labels) {
      return line(suffix, Long.toString(value), labels);
    }

    /** The sum of either, in seconds. */
    Family sum(double value, String... labels) {
      return line("_sum", Double.toString(value), labels);
    }

    private Family line(String suffix, String value, String... labels) {
      text.append(name).append(suffix);
      for (int i = 0; i < labels.length; i += 2) {
        text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
        escape(labels[i + 1], true);
        text.append('"');
      }
      text.append(labels.length > 0 ? "} " : " ").append(value).append('\n');
      return this;
    }

    private void escape(String words, boolean quoted) {
      for (int i = 0; i < words.length(); i++) {
        char c = words.charAt(i);
        switch (c) {
          case '\\' -> text.append("\\\\");
          case '\n' -> text.append("\\n");
          case '"' -> text.append(quoted ? "\\\"" : "\"");
          default -> text.append(c);
        }
      }
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
