package dev.otpost.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.otpost.message.Checkup;
import dev.otpost.message.Concern;
import dev.otpost.message.Dkim;
import dev.otpost.message.Form;
import dev.otpost.message.Kind;
import dev.otpost.message.Reach;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Serving;
import dev.otpost.web.desk.Desk;
import dev.otpost.web.desk.Office;
import dev.otpost.web.desk.Situation;
import dev.otpost.web.desk.Story;
import dev.otpost.web.http.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/** The document says what the server does, no less and no more. */
final class OpenApiTest {

  private static final Pattern REF = Pattern.compile("\"#(/[^\"]+)\"");

  @TempDir private Path directory;
  private Office office;
  private Caller caller;
  private String text;
  private Map<String, Object> document;
  private Schema schema;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  OpenApiTest() {}

  @BeforeEach
  void open() throws IOException {
    try (var in = Api.class.getResourceAsStream("openapi.json")) {
      text = new String(octets(in), UTF_8);
    }
    document = JSON.std.mapFrom(text);
    schema = new Schema(document);
    office = new Office(directory);
    caller = new Caller(office.desk);
  }

  private static byte[] octets(@Nullable InputStream in) throws IOException {
    assertNotNull(in);
    return in.readAllBytes();
  }

  @AfterEach
  void close() throws IOException {
    caller.close();
    office.close();
  }

  /** One that the document has. */
  private record Operation(String method, String path, Map<String, Object> said) {
    Map<String, Object> responses() {
      return Schema.object(said.get("responses"));
    }
  }

  private List<Operation> operations() {
    var all = new ArrayList<Operation>();
    Schema.object(document.get("paths"))
        .forEach(
            (path, methods) ->
                Schema.object(methods)
                    .forEach(
                        (method, said) ->
                            all.add(
                                new Operation(
                                    method.toUpperCase(Locale.ROOT), path, Schema.object(said)))));
    return all;
  }

  @Test
  void namesWhatTheServerHasAndNothingElse() throws IOException {
    assertEquals(
        words(
            Api.resources(office.desk).stream(),
            (Resource it) -> it.method() + " " + it.template()),
        words(operations().stream(), it -> it.method() + " " + it.path()));
  }

  /** A request, and what the document says of the answer is held against it. */
  private record Probe(int status, String method, String path, String body) {
    static Probe get(int status, String path) {
      return new Probe(status, "GET", path, "");
    }

    static Probe post(int status, String path, String body) {
      return new Probe(status, "POST", path, body);
    }
  }

  @Test
  void everyStatusItNamesIsAnsweredAndEveryAnswerIsAsItSays() throws Exception {
    var answered = new TreeSet<String>();
    Files.move(directory.resolve("spool.db"), directory.resolve("away"));
    for (var it : operations()) {
      if (it.responses().containsKey("503")) {
        answered.add(ask(new Probe(503, it.method(), it.path().replace("{id}", "6"), "")));
      }
    }
    Files.move(directory.resolve("away"), directory.resolve("spool.db"));

    office.about = everything();
    office.checkup = checkup();
    office.standing =
        List.of(
            new Reach(
                "default",
                Reach.State.SILENT,
                Office.NOW,
                "no answer",
                Optional.of(Office.NOW.minusSeconds(60))),
            new Reach("bank", Reach.State.ANSWERS, Office.NOW, ""));
    office.deliver(office.take());
    office.take();
    office.ask();
    office.deliver(office.take());
    long erased = office.take();
    office.desk.drop(erased);
    office.spool.erase(office.now.plus(Duration.ofMinutes(61)));
    office.take();
    var large = "{\"force\":" + " ".repeat(64 << 10) + "true}";
    var probes = new ArrayList<Probe>();
    for (var it : operations()) {
      var path = it.path().replace("{id}", "6");
      probes.add(new Probe(200, it.method(), path, ""));
      probes.add(new Probe(400, it.method(), path + "?x=1", ""));
      if (it.method().equals("POST")) {
        probes.add(Probe.post(413, path, large));
        probes.add(Probe.post(415, path, "text"));
        probes.add(Probe.post(400, path, "{\"y\":1}"));
      }
      if (it.path().contains("{id}")) {
        probes.add(new Probe(404, it.method(), it.path().replace("{id}", "99"), ""));
      }
    }
    probes.add(Probe.get(200, "/api/v1/messages?limit=1"));
    probes.add(Probe.get(410, "/api/v1/messages/5/content"));
    probes.add(Probe.post(200, "/api/v1/deliveries/6/retry", "{\"force\":true}"));
    probes.add(Probe.post(409, "/api/v1/deliveries/1/retry", "{}"));
    probes.add(Probe.post(409, "/api/v1/deliveries/1/drop", "{}"));

    for (var probe : probes) {
      answered.add(ask(probe));
    }
    answered.addAll(turnedAway());
    var named = new TreeSet<String>();
    for (var it : operations()) {
      it.responses()
          .keySet()
          .forEach(status -> named.add(it.method() + " " + it.path() + " " + status));
    }
    assertEquals(named, answered);
  }

  /** What the server says before it asks the API: to who shows no token, a wrong one, or errs. */
  private Set<String> turnedAway() throws Exception {
    var answered = new TreeSet<String>();
    try (var open = Caller.ofAnOpenServer(office.desk)) {
      for (var it : operations()) {
        var path = it.path().replace("{id}", "6");
        var wrong = caller.stranger(it.method(), path, "Authorization", "Bearer nonsense");
        answered.add(check(new Probe(401, it.method(), path, ""), wrong));
        answered.add(
            check(new Probe(401, it.method(), path, ""), caller.stranger(it.method(), path)));
        answered.add(
            check(
                new Probe(421, it.method(), path, ""),
                caller.byName("elsewhere.example", it.method(), path)));
        if (it.method().equals("POST")) {
          answered.add(
              check(new Probe(403, it.method(), path, ""), open.stranger(it.method(), path)));
        }
      }
    }
    return answered;
  }

  /** What was asked, and its status, as the document has them. */
  private String ask(Probe probe) throws Exception {
    return check(
        probe,
        probe.method().equals("GET")
            ? caller.get(probe.path())
            : probe.body().isEmpty()
                ? caller.post(probe.path())
                : caller.post(
                    probe.path(),
                    probe.body().equals("text") ? "text/plain" : "application/json",
                    probe.body()));
  }

  private String check(Probe probe, Caller.Came came) {
    var operation =
        operations().stream()
            .filter(it -> it.method().equals(probe.method()))
            .filter(
                it -> probe.path().split("\\?", 2)[0].matches(it.path().replace("{id}", "\\d+")))
            .findFirst()
            .orElseThrow();
    assertEquals(probe.status(), came.status(), probe::toString);
    var response =
        schema.resolved(
            Optional.ofNullable(operation.responses().get("" + came.status())).orElseThrow());
    var media = Schema.object(Schema.object(response.get("content")).get(came.type()));
    assertEquals(
        List.of(),
        schema.wrong(
            Optional.ofNullable(media.get("schema")).orElseThrow(), came.json(), probe.path()));
    return operation.method() + " " + operation.path() + " " + came.status();
  }

  @Test
  void tellsOfServingsAndAttemptsThatHaveNotEnded() throws Exception {
    long id = office.take();
    office.spool.begin(id, office.now);
    var story = office.desk.message(id).orElseThrow();
    var served =
        new Story(
            story.entry(),
            story.attempts(),
            List.of(new Serving("wr_1", "", Office.NOW), new Serving("", "tsk_1", Office.NOW)));
    assertEquals(
        List.of(),
        schema.wrong(Map.of("$ref", "#/components/schemas/Story"), Objects.story(served), "story"));
  }

  @Test
  void everyKeyOfAnAnswerIsAlwaysThereAndNoneOfARequestMustBe() {
    Schema.object(Schema.object(document.get("components")).get("schemas"))
        .forEach(
            (name, each) -> {
              var one = Schema.object(each);
              if (one.get("properties") == null) {
                return;
              }
              boolean asked = Boolean.FALSE.equals(one.get("additionalProperties"));
              var must =
                  one.get("required") == null
                      ? Set.of()
                      : Set.copyOf(Schema.list(one.get("required")));
              assertEquals(
                  asked ? Set.of() : Schema.object(one.get("properties")).keySet(), must, name);
            });
  }

  @Test
  void everyExampleIsOneOfItsSchema() {
    var wrong = new ArrayList<String>();
    for (var it : operations()) {
      var bodies = new ArrayList<>(it.responses().values());
      Optional.ofNullable(it.said().get("requestBody")).ifPresent(bodies::add);
      for (var body : bodies) {
        for (var media : Schema.object(schema.resolved(body).get("content")).values()) {
          var one = Schema.object(media);
          // The document is no example of itself.
          if (!it.path().endsWith("openapi.json")) {
            wrong.addAll(
                schema.wrong(
                    Optional.ofNullable(one.get("schema")).orElseThrow(),
                    one.get("example"),
                    it.method() + " " + it.path()));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void knowsTheWordsThatTheServerHas() {
    assertEquals(words(Stream.of(State.values()), State::word), enumOf("State"));
    assertEquals(words(Stream.of(Kind.values()), Kind::word), enumOf("Kind"));
    assertEquals(words(Stream.of(Parameters.sources()), Source::word), enumOf("Source"));
    assertEquals(
        words(Stream.of(Dkim.Verdict.values()), Dkim.Verdict::word), enumOf("Message", "dkim"));
    assertEquals(
        words(Stream.of(Reach.State.values()), Reach.State::word), enumOf("Skyvern", "state"));
    assertEquals(
        words(
            Stream.of(
                Form.FIRST,
                Form.FIRST.asBare(),
                Form.FIRST.withoutIds(),
                Form.FIRST.asBare().withoutIds()),
            Form::word),
        enumOf("Attempt", "form"));
    assertEquals(
        words(Stream.of(Checkup.Verdict.values()), it -> it.name().toLowerCase(Locale.ROOT)),
        enumOf("CheckupStep", "verdict"));
  }

  @Test
  void knowsTheTasksThatTheServerHas() throws IOException {
    assertEquals(words(office.desk.checklist().stream(), Desk.Task::name), enumOf("Task", "name"));
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryPartIsReferredTo() {
    var used = new HashSet<String>();
    var refs = REF.matcher(text);
    while (refs.find()) {
      schema.resolved(Map.of("$ref", "#" + refs.group(1)));
      used.add(refs.group(1));
    }
    var there = new HashSet<String>();
    for (var part : List.of("schemas", "responses", "parameters")) {
      Schema.object(Schema.object(document.get("components")).get(part))
          .keySet()
          .forEach(it -> there.add("/components/" + part + "/" + it));
    }
    assertEquals(there, used);
  }

  private Set<String> enumOf(String name, String... property) {
    var one = schema.resolved(Map.of("$ref", "#/components/schemas/" + name));
    if (property.length > 0) {
      one = Schema.object(Schema.object(one.get("properties")).get(property[0]));
    }
    return words(Schema.list(one.get("enum")).stream(), String::valueOf);
  }

  private static <T> Set<String> words(Stream<T> all, Function<? super T, String> word) {
    return all.map(word).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Situation everything() {
    return new Situation(
        "1.2.3",
        Office.NOW,
        false,
        List.of(new Situation.Ear("smtp", "*", 2525, true, Office.NOW)),
        List.of(),
        List.of(
            new Situation.Mailbox(
                "work",
                "INBOX",
                "deaf",
                "no answer",
                false,
                Optional.empty(),
                Optional.of(Office.NOW),
                "reset"),
            new Situation.Mailbox(
                "work",
                "Spam",
                "watching",
                "told",
                true,
                Optional.of(Office.NOW),
                Optional.empty(),
                "")),
        List.of(new Concern(Concern.Kind.SKYVERN_SILENT, "default", "no answer", 0)),
        Map.of());
  }

  private static Checkup checkup() {
    return new Checkup(
        List.of(
            new Checkup.Step(
                "listener",
                "Taken in",
                Checkup.Verdict.PASSED,
                Optional.of(Duration.ofMillis(3)),
                "250",
                ""),
            new Checkup.Step(
                "skyvern",
                "Posted",
                Checkup.Verdict.FAILED,
                Optional.of(Duration.ofSeconds(2)),
                "HTTP 401",
                "put the key right"),
            new Checkup.Step(
                "list", "Read back", Checkup.Verdict.SKIPPED, Optional.empty(), "", "")));
  }
}
