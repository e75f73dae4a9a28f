package dev.otpost.web.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.web.metrics.Promtool.Course;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.jr.ob.JSON;

/** The dashboard and the rules that are shipped, by Prometheus's own tool and on real series. */
final class MonitoringTest {

  private static final Path RULES = Path.of("conf/alert-rules.yaml");
  private static final Path DASHBOARD = Path.of("conf/grafana-dashboard.json");
  private static final String TARGET = "job=\"otpost\",instance=\"gw:8080\"";

  /** Of which Prometheus itself, or the query, brings the values. */
  private static final List<String> OF_PROMETHEUS = List.of("job", "instance", "up");

  private static final Pattern LABELS = Pattern.compile("\\$labels\\.([a-z_]+)");

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MonitoringTest() {}

  @Test
  void everyQueryOfTheDashboardFindsSomethingInARealScrape() throws Exception {
    var queries = queries();
    assertTrue(queries.size() > 50, queries::toString);
    var rules = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < queries.size(); i++) {
      rules.add(Map.of("record", "panel:query:" + i, "expr", queries.get(i)));
    }
    var file = folder.resolve("queries.yaml");
    Files.writeString(
        file,
        JSON.std.asString(Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));
    var promtool = new Promtool(folder);
    assertEquals("", promtool.faults(file));

    var series = new LinkedHashMap<String, String>();
    series.put("up{" + TARGET + "}", "1x20");
    // All of them grow, so that those who ask for what changes find something, too.
    MetricsEndpointTest.ofEverything()
        .values()
        .keySet()
        .forEach(it -> series.put(ofTarget(it), "1+1x20"));
    var asked = queries.stream().map(it -> "count(" + it + ") >= bool 1").toList();
    assertEquals("", promtool.surprises(file, List.of(new Course(series, 15, asked))));
  }

  /** A scrape as above would not tell that a value of a label is one that never is. */
  @Test
  void noQueryAndNoRuleAsksForALabelThatIsNotTold() throws Exception {
    var told = MetricsEndpointTest.ofEverything();
    var selector = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    var matcher = Pattern.compile("([a-z_]+)(=~|!=|=)\"([^\"]*)\"");
    var wrong = new TreeSet<String>();
    for (var text : Stream.concat(queries().stream(), expressions().values().stream()).toList()) {
      selector
          .matcher(text)
          .results()
          .forEach(
              asked ->
                  matcher
                      .matcher(asked.group(2))
                      .results()
                      .filter(it -> !OF_PROMETHEUS.contains(it.group(1)))
                      .filter(
                          it ->
                              told.values().keySet().stream()
                                  .filter(key -> key.startsWith(asked.group(1) + "{"))
                                  .noneMatch(
                                      key ->
                                          key.contains(it.group(1) + "=\"" + it.group(3) + "\"")))
                      .forEach(it -> wrong.add(asked.group())));
    }
    assertEquals(new TreeSet<>(), wrong);
  }

  /** Prometheus takes a label that is not there for an empty one, and says nothing. */
  @Test
  void nothingIsGroupedByALabelThatIsNotTold() throws Exception {
    var told = MetricsEndpointTest.ofEverything();
    var grouping = Pattern.compile("\\b(?:by|on|ignoring|without) ?\\(([^)]*)\\)");
    var wrong = new TreeSet<String>();
    for (var text : Stream.concat(queries().stream(), expressions().values().stream()).toList()) {
      var labels = new TreeSet<>(OF_PROMETHEUS);
      told.families().entrySet().stream()
          .filter(it -> text.contains(it.getKey()))
          .forEach(it -> labels.addAll(it.getValue().labels()));
      grouping
          .matcher(text)
          .results()
          .flatMap(it -> Stream.of(it.group(1).split(", ?", -1)))
          .filter(it -> !labels.contains(it))
          .forEach(it -> wrong.add(it + " of " + text));
    }
    assertEquals(new TreeSet<>(), wrong);
  }

  @Test
  void everyRuleIsTriedBelow() throws Exception {
    var tried =
        Stream.of(
                MonitoringTest.class
                    .getDeclaredMethod("anAlertRingsWhenItShouldAndOnlyThen", ALERT_ROW)
                    .getAnnotation(CsvSource.class)
                    .textBlock()
                    .split("\n"))
            .map(it -> it.replaceFirst("[ |].*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(expressions().keySet()), tried);
  }

  private static final Class<?>[] ALERT_ROW = {
    String.class, String.class, int.class, String.class, String.class
  };

  /** Values once a minute; time begins with the epoch. Two series, and two courses, by a slash. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OtpostDown            | up                                                       |   5 | 0x9                 | 1 1 1 0 1 1
          OtpostRestarts        | process_start_time_seconds                               |  12 | 0 1 1 2 2 3x20      | 0 1 1 2x20
          OtpostPendingTooOld   | otpost_oldest_pending_timestamp_seconds                  |   5 | 0x9                 | 0+60x9
          OtpostSkyvernSilent   | otpost_skyvern_state{routes="default",state="silent"}    |   5 | 0 1x9               | 0 1 1 0x9
          OtpostSkyvernBarred   | otpost_skyvern_state{routes="default",state="barred"}    |   5 | 0 1x9               | 0x9
          OtpostSkyvernUnpaid   | otpost_skyvern_state{routes="default",state="unpaid"}    |   5 | 0 1x9               | 0x9
          OtpostMailboxDeaf     | otpost_imap_well{account="work",folder="INBOX"}          |   5 | 1 0x9               | 1 1 1 0 0 0 1
          OtpostNotListening    | otpost_smtp_listening                                    |   5 | 1 0x9               | 1x9
          OtpostMailNotKept     | otpost_mails_total{source="smtp",decision="not_kept"}    |   5 | 0 0 3x9             | 3x9
          OtpostSpoolUnreadable | otpost_spool_readable                                    |   5 | 1 0x9               | 1x9
          OtpostRefused         | otpost_deliveries_ended_total{state="refused"}           |   5 | 0 0 1x9             | 1x9
          OtpostExpired         | otpost_deliveries_ended_total{state="expired"}           |   5 | 0 0 1x9             | 1x9
          OtpostHeld            | otpost_deliveries{state="held"} / otpost_gmail_confirmations | 9 | 2x9 / 1x9         | 1x9 / 1x9
          OtpostGmailAsks       | otpost_gmail_confirmations                               |   5 | 0 1x9               | 0x9
          OtpostDiskLow         | otpost_spool_disk_free_bytes                             |   9 | 199000000x9         | 201000000x9
          OtpostDiskFullSoon    | otpost_spool_disk_free_bytes                             |  90 | 9000000000-9000000x99 | 9000000000-900x99
          OtpostLogGrows        | otpost_spool_wal_bytes                                   |  20 | 257000000x30        | 255000000x30
          OtpostCertificateEnds | otpost_certificate_expiry_timestamp_seconds{listener="smtp"} | 90 | 1200000x99       | 1300000x99
          OtpostFilesRunOut     | process_open_fds / process_max_fds                       |   9 | 81x9 / 100x9        | 79x9 / 100x9
          OtpostSlow            | otpost_hop_seconds_bucket{hop="receipt_to_answered",le="60.0"} / otpost_hop_seconds_bucket{hop="receipt_to_answered",le="+Inf"} / otpost_hop_seconds_bucket{hop="receipt_to_answered",le="120.0"} | 30 | 0+8x40 / 0+10x40 / 0+10x40 | 0+9x40 / 0+10x40 / 0+10x40
          OtpostAbsent          | up                                                       |   9 | _x9                 | 0x9
          """)
  void anAlertRingsWhenItShouldAndOnlyThen(
      String alert, String names, int minute, String rings, String rests) throws Exception {
    var told = MetricsEndpointTest.ofEverything();
    for (var name : names.split(" / ", -1)) {
      assertEquals(
          "", untold(told, name), "a series that is not told would prove nothing of the rule");
    }
    var ringing = "ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}";
    var asked = new ArrayList<>(List.of("count(" + ringing + ")"));
    LABELS
        .matcher(texts().getOrDefault(alert, ""))
        .results()
        .map(it -> ringing.replace("}", "," + it.group(1) + "!=\"\"}"))
        .forEach(it -> asked.add("count(" + it + ")"));
    var promtool = new Promtool(folder);
    assertEquals("", promtool.faults(RULES));
    assertEquals(
        "",
        promtool.surprises(
            RULES,
            List.of(
                new Course(series(names, rings), minute, asked),
                new Course(series(names, rests), minute, List.of(Course.NOTHING + ringing)))));
  }

  private static Map<String, String> series(String names, String values) {
    var series = new LinkedHashMap<String, String>();
    var all = values.split(" / ", -1);
    int i = 0;
    for (var name : names.split(" / ", -1)) {
      series.put(ofTarget(name), all[i++]);
    }
    return series;
  }

  /** What of it is not told; values of names that the operator gives are his. */
  private static String untold(Scrape told, String series) {
    if (OF_PROMETHEUS.contains(series)) {
      return "";
    }
    var shape = shape(series);
    return told.values().keySet().stream().map(MonitoringTest::shape).anyMatch(shape::equals)
        ? ""
        : shape;
  }

  private static String shape(String series) {
    return series.replaceAll("(routes|account|folder)=\"(\\\\.|[^\"\\\\])*\"", "$1");
  }

  private static String ofTarget(String series) {
    return series.contains("{")
        ? series.replaceFirst("\\{", "{" + TARGET + ",")
        : series + "{" + TARGET + "}";
  }

  /** As Grafana would ask them for everything. */
  private static List<String> queries() throws IOException {
    return Pattern.compile("\"expr\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\")")
        .matcher(Files.readString(DASHBOARD))
        .results()
        .map(it -> String.valueOf(JSON.std.listFrom("[" + it.group(1) + "]").getFirst()))
        .map(
            it ->
                it.replace("$__rate_interval", "5m")
                    .replace("$instance", ".+")
                    .replace("$job", ".+"))
        .toList();
  }

  /** What stands of each alert in the rules. */
  private static Map<String, String> texts() throws IOException {
    var texts = new TreeMap<String, String>();
    for (var text : Files.readString(RULES).split("- alert: ", -1)) {
      texts.put(text.lines().findFirst().orElse(""), text);
    }
    texts.keySet().removeIf(it -> !it.startsWith("Otpost"));
    return texts;
  }

  private static Map<String, String> expressions() throws IOException {
    var expressions = new TreeMap<>(texts());
    expressions.replaceAll((_, text) -> text.replaceFirst("(?s).*?expr: (.*?)\n +for:.*", "$1"));
    return expressions;
  }
}
