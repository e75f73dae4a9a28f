package dev.otpost.web.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Outcome;
import dev.otpost.message.Reach;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Census;
import dev.otpost.spool.Footprint;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsEndpointTest {

  private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");
  private static final Address GATEWAY = new Address("otp@gw.example.net");

  /** All labels that may ever be. Whoever adds one argues that it names nobody. */
  private static final Set<String> LABELS =
      Set.of(
          "account",
          "area",
          "decision",
          "event",
          "folder",
          "gc",
          "hop",
          "kind",
          "le",
          "listener",
          "outcome",
          "reason",
          "resource",
          "route",
          "routes",
          "source",
          "state",
          "status",
          "tls",
          "version");

  private static final Reading FULL =
      new Reading(
          "1.2.3",
          Optional.of(
              new Census(
                  Map.of(State.PENDING, 3L, State.HELD, 2L),
                  Optional.of(NOW),
                  1,
                  Map.of(Concern.Kind.SKYVERN_BARRED, 1L),
                  List.of())),
          Optional.of(new Footprint(4096, 512, 1L << 40)),
          List.of(new Reach("bank, default", Reach.State.BARRED, NOW, "HTTP 403")),
          List.of(
              new Reading.Mailbox(
                  new Folder("work", "[Gmail]/\"Codes\" \\ \n2"),
                  "deaf",
                  false,
                  Optional.of(NOW),
                  Optional.of(NOW))),
          Optional.of(new Reading.Listener(true, 7, 600, Optional.of(NOW))));

  private static final Reading EMPTY =
      new Reading(
          "1.2.3", Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());

  private final Tally tally = new Tally(List.of("default", "bank"));

  @Test
  void tellsHowOtpostStands() throws Exception {
    var scrape = overHttp(() -> FULL);

    assertEquals(1, scrape.at("otpost_build_info{version=\"1.2.3\"}"));
    assertEquals(3, scrape.at("otpost_deliveries{state=\"pending\"}"));
    assertEquals(2, scrape.at("otpost_deliveries{state=\"held\"}"));
    assertEquals(1793606400, scrape.at("otpost_oldest_pending_timestamp_seconds"));
    assertEquals(1, scrape.at("otpost_gmail_confirmations"));
    assertEquals(1, scrape.at("otpost_alerts{kind=\"skyvern_barred\"}"));
    assertEquals(0, scrape.at("otpost_alerts{kind=\"certificate\"}"));
    assertEquals(512, scrape.at("otpost_spool_wal_bytes"));
    assertEquals(1L << 40, scrape.at("otpost_spool_disk_free_bytes"));
    assertEquals(1, scrape.at("otpost_skyvern_state{routes=\"bank, default\",state=\"barred\"}"));
    assertEquals(0, scrape.at("otpost_skyvern_state{routes=\"bank, default\",state=\"silent\"}"));
    assertEquals(7, scrape.at("otpost_smtp_sessions"));
    assertEquals(
        1793606400, scrape.at("otpost_certificate_expiry_timestamp_seconds{listener=\"smtp\"}"));
    assertEquals(
        0,
        scrape.at("otpost_imap_well{account=\"work\",folder=\"[Gmail]/\\\"Codes\\\" \\\\ \\n2\"}"));
  }

  @Test
  void everyStateOfTheSpoolIsTold() throws Exception {
    var scrape = scrape(() -> FULL);

    for (var state : State.values()) {
      scrape.at("otpost_deliveries{state=\"" + state.word() + "\"}");
    }
  }

  @Test
  void aSpoolThatCannotBeReadKeepsNothingElseBack() throws Exception {
    var scrape = scrape(() -> EMPTY);

    assertEquals(0, scrape.at("otpost_spool_readable"));
    assertFalse(scrape.values().containsKey("otpost_deliveries{state=\"held\"}"));
    assertTrue(scrape.at("process_open_fds") > 0);
  }

  @Test
  void countsWhatHappens() throws Exception {
    everythingHappens();

    var scrape = scrape(() -> EMPTY);

    assertEquals(1, scrape.at("otpost_mails_total{source=\"smtp\",decision=\"hold\"}"));
    assertEquals(1, scrape.at("otpost_mails_total{source=\"smtp\",decision=\"again\"}"));
    assertEquals(1, scrape.at("otpost_mails_total{source=\"smtp\",decision=\"not_kept\"}"));
    assertEquals(0, scrape.at("otpost_mails_total{source=\"imap\",decision=\"deliver\"}"));
    assertEquals(1, scrape.at(bucket("receipt_to_durable", "0.0025")));
    assertEquals(2, scrape.at(bucket("receipt_to_durable", "0.005")));
    assertEquals(0, scrape.at(bucket("durable_to_posted", "0.5")));
    assertEquals(1, scrape.at(bucket("durable_to_posted", "1.0")));
    assertEquals(2, scrape.at(bucket("posted_to_answered", "1.0")));
    assertEquals(62, scrape.at("otpost_hop_seconds_sum{hop=\"posted_to_answered\"}"));
    assertEquals(0, scrape.at(bucket("receipt_to_answered", "900.0")));
    assertEquals(1, scrape.at(bucket("receipt_to_answered", "+Inf")));
    assertEquals(1, scrape.at("otpost_attempts_total{route=\"bank\",outcome=\"unanswered\"}"));
    assertEquals(1, scrape.at("otpost_attempts_total{route=\"default\",outcome=\"refused\"}"));
    assertEquals(1, scrape.at("otpost_attempts_total{route=\"other\",outcome=\"delivered\"}"));
    assertEquals(1, scrape.at("otpost_deliveries_ended_total{state=\"refused\"}"));
    assertEquals(1, scrape.at("otpost_deliveries_ended_total{state=\"expired\"}"));
    assertEquals(
        1793606400, scrape.at("otpost_skyvern_last_answer_timestamp_seconds{route=\"default\"}"));
    assertFalse(
        scrape
            .values()
            .containsKey("otpost_skyvern_last_answer_timestamp_seconds{route=\"bank\"}"));
    assertEquals(1, scrape.at("otpost_smtp_connections_total"));
    assertEquals(1, scrape.at("otpost_smtp_mails_total{tls=\"true\"}"));
    assertEquals(
        1, scrape.at("otpost_smtp_events_total{event=\"mail_refused\",reason=\"too_large\"}"));
    assertEquals(1, scrape.at("otpost_codes_served_total"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.001", "1, 0.001", "2, 0.0025", "900000, 900.0", "900001, +Inf"})
  void aSpanIsCountedFromItsOwnBoundOn(long millis, String first) throws Exception {
    tally.posted(Duration.ofMillis(millis));

    var scrape = scrape(() -> EMPTY);

    var full =
        scrape.values().entrySet().stream()
            .filter(it -> it.getKey().contains("hop=\"durable_to_posted\",le="))
            .filter(it -> it.getValue() == 1)
            .findFirst();
    assertEquals(bucket("durable_to_posted", first), full.orElseThrow().getKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-1H", "PT2562047788015215H30M7S", "PT-2562047788015215H"})
  void noSpanIsTooOddToBeCounted(Duration odd) throws Exception {
    tally.posted(odd);

    assertEquals(1, scrape(() -> EMPTY).at(bucket("durable_to_posted", "0.001")));
  }

  @Test
  void whateverComesThereIsABoundToTheSeries() throws Exception {
    for (int i = 0; i < Counter.MOST + 10; i++) {
      tally.turnedAway("event", "reason " + i);
    }

    var scrape = scrape(() -> EMPTY);

    assertEquals(1, scrape.at("otpost_smtp_events_total{event=\"event\",reason=\"reason 499\"}"));
    assertEquals(10, scrape.at("otpost_smtp_events_total{event=\"other\",reason=\"other\"}"));
  }

  @Test
  void looksOnceASecondHoweverManyAsk() throws Exception {
    var looks = new AtomicInteger();
    long begun = System.nanoTime();
    try (var web =
        start(
            () -> {
              looks.incrementAndGet();
              return EMPTY;
            })) {
      for (int i = 0; i < 20; i++) {
        Scrape.of(web.address().getPort());
      }
    }
    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    assertTrue(looks.get() <= 1 + seconds, looks + " looks in " + seconds + " s");
  }

  @Test
  void countsRequestsByWhatTheyAskedFor() throws Exception {
    overHttp(() -> EMPTY);

    assertEquals(
        1,
        scrape(() -> EMPTY).at("otpost_http_requests_total{resource=\"/metrics\",status=\"2xx\"}"));
  }

  @Test
  void isForTheOperatorOnly() {
    assertEquals(
        List.of(Audience.OPERATOR),
        MetricsEndpoint.resources(tally, () -> EMPTY).stream().map(it -> it.audience()).toList());
  }

  @Test
  void noLabelNamesAnybody() throws Exception {
    everythingHappens();
    tally.answered("/metrics", 200);
    var labels = new TreeSet<String>();
    scrape(() -> FULL).families().values().forEach(it -> labels.addAll(it.labels()));

    assertEquals(new TreeSet<>(LABELS), labels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana-dashboard.json", "alert-rules.yaml"})
  void whatIsShippedAsksForNothingThatIsNotTold(String file) throws Exception {
    var told = scrape(() -> FULL).names();
    var asked =
        Pattern.compile("\\b(otpost|process|jvm)_[a-z0-9_]+")
            .matcher(Files.readString(Path.of("conf", file)))
            .results()
            .map(it -> it.group())
            .collect(java.util.stream.Collectors.toCollection(TreeSet::new));

    assertTrue(asked.size() > 10, asked::toString);
    asked.removeAll(told);
    assertEquals(Set.of(), asked);
  }

  @Test
  void theDashboardShowsEverythingThatIsTold() throws Exception {
    var dashboard = Files.readString(Path.of("conf/grafana-dashboard.json"));

    assertEquals(
        List.of(),
        scrape(() -> FULL).families().keySet().stream()
            .filter(name -> !dashboard.contains(name))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1\n",
        "# TYPE a gauge\na 1\n",
        "# HELP a h\na 1\n",
        "# HELP a h\n# TYPE a gauge\na 1",
        "# HELP a h\n# TYPE a gauge\na 1\na 2\n",
        "# HELP a h\n# TYPE a counter\na 1\n",
        "# HELP a h\n# TYPE a gauge\na{b=\"\\x\"} 1\n",
        "# HELP a h\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
        "# HELP a h\n# TYPE a gauge\n# HELP b h\n# TYPE b gauge\na 1\n",
        "# HELP a h\n# TYPE a histogram\na_bucket{x=\"1\",le=\"+Inf\"} 1\na_count{x=\"1\"} 2\n"
      })
  void whatIsNotOfTheFormatWouldBeNoticed(String text) {
    assertThrows(AssertionError.class, () -> Scrape.read(text));
  }

  /** A scrape in which nothing is missing that may ever be told. */
  static Scrape ofEverything() {
    var test = new MetricsEndpointTest();
    test.everythingHappens();
    test.tally.answered("/metrics", 200);
    return test.scrape(() -> FULL);
  }

  private void everythingHappens() {
    var mail = new Envelope(Source.SMTP, "", List.of(GATEWAY), "192.0.2.7", NOW);
    var held = List.<Decision>of(new Decision.Hold(GATEWAY, "why", Optional.empty()));
    tally.received(mail, held, false, NOW.plusMillis(4));
    tally.received(mail, held, true, NOW.minusSeconds(3600));
    tally.notTaken(mail, Tally.NotTaken.NOT_KEPT);
    tally.posted(Duration.ofMillis(700));
    tally.attempted("bank", new Outcome.Unanswered("x"), ofSeconds(60), ofSeconds(61), NOW);
    tally.attempted("default", new Outcome.Refused("x"), ofSeconds(1), ofSeconds(3), NOW);
    tally.attempted("of old", new Outcome.Delivered("x"), ofSeconds(1), ofSeconds(901), NOW);
    tally.ended(State.EXPIRED);
    tally.connected();
    tally.accepted(true);
    tally.turnedAway("mail_refused", "too_large");
    tally.served();
  }

  private static Duration ofSeconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String bucket(String hop, String le) {
    return "otpost_hop_seconds_bucket{hop=\"" + hop + "\",le=\"" + le + "\"}";
  }

  private Scrape scrape(Supplier<Reading> looks) {
    return Scrape.read(MetricsEndpoint.text(tally, looks));
  }

  private Scrape overHttp(Supplier<Reading> looks) throws Exception {
    try (var web = start(looks)) {
      return Scrape.of(web.address().getPort());
    }
  }

  private WebServer start(Supplier<Reading> looks) throws Exception {
    return WebServer.start(
        new HttpSettings("127.0.0.1", 0),
        MetricsEndpoint.counted(tally, MetricsEndpoint.resources(tally, looks)));
  }
}
