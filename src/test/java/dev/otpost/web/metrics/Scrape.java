package dev.otpost.web.metrics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was answered to a scrape, read as strictly as the text format 0.0.4 allows, and a little
 * more: every family has HELP and TYPE before its samples, which stand together, no series is told
 * twice, and histograms add up.
 *
 * @param families by name
 * @param values by series as it stands in the text
 */
public record Scrape(Map<String, Family> families, Map<String, Double> values) {

  /** What has one name. */
  public record Family(String type, String help, Set<String> labels) {}

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP =
      Pattern.compile("# HELP (" + NAME + ") ((?:[^\\\\]|\\\\[\\\\n])*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\\\\\"\n]|\\\\[\\\\\"n])*)\"");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "("
              + NAME
              + ")(?:\\{("
              + LABEL.pattern()
              + "(?:,"
              + LABEL.pattern()
              + ")*)\\})?"
              + " (-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?|\\+Inf|NaN)");

  /** Asks for it. */
  public static Scrape of(int port) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"));
      var response = client.send(request.build(), BodyHandlers.ofString());
      expect(response.statusCode() == 200, "status " + response.statusCode());
      expect(
          response
              .headers()
              .allValues("Content-Type")
              .toString()
              .equals("[text/plain; version=0.0.4; charset=utf-8]"),
          "headers " + response.headers().map());
      return read(response.body());
    }
  }

  /**
   * Reads it.
   *
   * @throws AssertionError if anything is wrong with it
   */
  static Scrape read(String text) {
    expect(text.endsWith("\n"), "the last line does not end");
    var families = new LinkedHashMap<String, Family>();
    var values = new LinkedHashMap<String, Double>();
    String help = "";
    String name = "";
    for (var line : text.substring(0, text.length() - 1).split("\n", -1)) {
      var helps = HELP.matcher(line);
      var types = TYPE.matcher(line);
      var sample = SAMPLE.matcher(line);
      if (helps.matches()) {
        name = helps.group(1);
        help = helps.group(2);
        expect(!families.containsKey(name), "told twice: " + line);
        expect(!help.isBlank(), "without help: " + line);
      } else if (types.matches()) {
        expect(
            types.group(1).equals(name) && !families.containsKey(name), "after no HELP: " + line);
        families.put(name, new Family(types.group(2), help, new TreeSet<>()));
      } else if (sample.matches()) {
        var family = families.get(name);
        if (family == null) {
          throw new AssertionError("before its TYPE: " + line);
        }
        expect(isOf(sample.group(1), name, family.type()), "among those of " + name + ": " + line);
        if (sample.group(2) != null) {
          var seen = new TreeSet<String>();
          LABEL
              .matcher(sample.group(2))
              .results()
              .forEach(it -> expect(seen.add(it.group(1)), line));
          family.labels().addAll(seen);
        }
        var value = sample.group(sample.groupCount()).replace("+Inf", "Infinity");
        var series = line.substring(0, line.lastIndexOf(' '));
        expect(values.put(series, Double.valueOf(value)) == null, "told twice: " + series);
      } else {
        throw new AssertionError("not of the format: " + line);
      }
    }
    var scrape = new Scrape(families, values);
    scrape.expectHistogramsToAddUp();
    return scrape;
  }

  /** The value of a series; what is not there is no zero. */
  public double at(String series) {
    expect(values.containsKey(series), "no " + series + " among " + values.keySet());
    return values.getOrDefault(series, Double.NaN);
  }

  /** Everything that a query may name. */
  Set<String> names() {
    var names =
        values.keySet().stream()
            .map(series -> series.replaceFirst("\\{.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    names.addAll(families.keySet());
    return names;
  }

  private static boolean isOf(String sample, String family, String type) {
    return switch (type) {
      case "histogram" -> sample.matches(family + "_(bucket|sum|count)");
      case "summary" -> sample.matches(family + "_(sum|count)");
      case "counter" -> sample.equals(family) && family.endsWith("_total");
      default -> sample.equals(family) && !family.endsWith("_total");
    };
  }

  private void expectHistogramsToAddUp() {
    var last = new TreeMap<String, Double>();
    values.forEach(
        (series, value) -> {
          if (series.contains("_bucket{")) {
            var bucket = Pattern.compile("(.*)_bucket\\{(.*),le=\"([^\"]*)\"\\}").matcher(series);
            expect(bucket.matches(), "a bucket: " + series);
            var histogram = bucket.group(1) + "_count{" + bucket.group(2) + "}";
            expect(value >= last.getOrDefault(histogram, 0.0), "less than below: " + series);
            last.put(histogram, value);
            if (bucket.group(3).equals("+Inf")) {
              expect(value.equals(values.get(histogram)), "not the count: " + series);
            }
          }
        });
  }

  private static void expect(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }
}
