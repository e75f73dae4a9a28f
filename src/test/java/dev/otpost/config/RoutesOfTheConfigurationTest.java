package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.message.Identifier;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes, aliases and limits as they are written. */
class RoutesOfTheConfigurationTest {

  @TempDir Path directory;
  private Path file = Path.of("otpost.yaml");

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com", "SKYVERN_API_KEY", "sk-top"));

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("otpost.yaml");
  }

  @Test
  void readsEveryKeyOfARoute() throws IOException {
    var key = secret("key", "sk-acme");
    write(
        """
        routes:
          acme:
            recipient: [sales@gw.example.com, "*@acme.gw.example.com"]
            from: acme.example, a@b.example
            identifier: John@Example.com
            base-url: http://localhost:8000
            api-key-file: %s
            source: sms
            workflow-run-id: wr_1
            workflow-id: wpid_2
            task-id: tsk_3
        """
            .formatted(key));

    var settings = settings();

    var route = settings.routing().routes().getFirst();
    assertEquals("acme", route.name());
    assertTrue(route.recipient().match("sales@gw.example.com"));
    assertTrue(route.recipient().match("x@acme.gw.example.com"));
    assertTrue(route.from().match("x@acme.example"));
    assertTrue(route.from().match("x@mail.acme.example"));
    assertFalse(route.from().match("x@evilacme.example"));
    assertTrue(route.from().match("a@b.example"));
    assertFalse(route.from().match("b@b.example"));
    assertEquals(Optional.of(new Identifier("john@example.com")), route.identifier());
    var delivery = delivery(settings, "acme");
    assertEquals(URI.create("http://localhost:8000"), delivery.skyvern().baseUrl());
    assertEquals(new Secret("sk-acme"), delivery.skyvern().apiKey());
    assertEquals("sms", delivery.source());
    assertEquals(
        Map.of("workflow_run_id", "wr_1", "workflow_id", "wpid_2", "task_id", "tsk_3"),
        delivery.ids());
    assertEquals(new Secret("sk-top"), settings.skyvern().apiKey());
  }

  @Test
  void readsARouteFromTheEnvironmentAboveTheFile() throws IOException {
    write("routes: {acme: {recipient: sales@gw.example.com, identifier: a@b.example}}");
    environment.put("OTPOST_ROUTES_ACME_IDENTIFIER", "+4915112345678");
    environment.put("OTPOST_ROUTES_B2_RECIPIENT", "b2@gw.example.com");
    environment.put("OTPOST_ROUTES_B2_WORKFLOW_RUN_ID", "wr_7");

    var settings = settings();

    var routes = settings.routing().routes();
    assertEquals(List.of("acme", "b2"), routes.stream().map(it -> it.name()).toList());
    assertEquals(Optional.of(new Identifier("+4915112345678")), routes.getFirst().identifier());
    assertTrue(routes.getFirst().recipient().match("sales@gw.example.com"));
    assertEquals(Map.of("workflow_run_id", "wr_7"), delivery(settings, "b2").ids());
  }

  @Test
  void sharesSkyvernAndItsKeyWithARouteThatSaysNothingOfThem() throws IOException {
    write(
        "routes: {a: {from: a.example}, b: {from: b.example, api-key: sk-b},"
            + " c: {from: c.example, base-url: 'https://api.skyvern.com'}}");

    var settings = settings();

    assertEquals(settings.skyvern(), delivery(settings, "a").skyvern());
    assertEquals("email", delivery(settings, "a").source());
    assertEquals(new Secret("sk-b"), delivery(settings, "b").skyvern().apiKey());
    assertEquals(
        Set.of(List.of("a", "c", "default"), List.of("b")),
        Set.copyOf(settings.delivery().destinations().values()));
  }

  @Test
  void postsWhereNobodySaysOtherwiseAndLetsRunsSignWithFurtherKeys() throws IOException {
    secret("old-keys", "sk-1\nsk-2");
    write(
        """
        skyvern: {api-key: sk-top, pull-keys-file: %s}
        delivery: {push: false}
        routes:
          a: {from: a.example}
          b: {from: b.example, api-key: sk-b, push: true}
          c: {from: c.example, pull-keys: "sk-3, sk-4"}
        """
            .formatted(directory.resolve("old-keys")));

    var settings = settings();

    var old = List.of(new Secret("sk-1"), new Secret("sk-2"));
    assertFalse(delivery(settings, "default").push());
    assertFalse(delivery(settings, "a").push());
    assertTrue(delivery(settings, "b").push());
    assertEquals(old, delivery(settings, "default").pullKeys());
    assertEquals(old, delivery(settings, "a").pullKeys());
    assertEquals(List.of(), delivery(settings, "b").pullKeys(), "another organisation");
    assertEquals(
        List.of(new Secret("sk-3"), new Secret("sk-4")), delivery(settings, "c").pullKeys());
    assertEquals(List.of("a", "c", "default"), settings.delivery().unpushed());
    assertEquals(List.of(List.of("b")), List.copyOf(settings.delivery().destinations().values()));
  }

  @Test
  void takesTheKeyOfARouteFromTheCredentialsOfSystemd() throws IOException {
    write("routes: {acme: {recipient: sales@gw.example.com}}");
    secret("routes.acme.api-key", "sk-credential");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());

    assertEquals(new Secret("sk-credential"), delivery(settings(), "acme").skyvern().apiKey());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "routes: {acme: {recipent: a@b.example}} | routes.acme.recipent (LINE): there is no such"
            + " key; did you mean routes.acme.recipient?",
        "routes: {Acme: {recipient: a@b.example}} | routes.Acme (LINE): this can be no name; give a"
            + " name of small letters a to z and digits",
        "routes: {a-b: {recipient: a@b.example}} | routes.a-b (LINE): this can be no name; give a"
            + " name of small letters a to z and digits",
        "routes.a-b.recipient: a@b.example | routes.a-b.recipient (LINE): this can be no name; give"
            + " a name of small letters a to z and digits",
        "routes: {acme: a@b.example} | routes.acme (LINE): this is a section; write its keys below"
            + " it, indented",
        "routes: {default: {recipient: a@b.example}} | routes.default: this name stands for mail"
            + " that no route is for; give the route another",
        "routes: {a: {recipient: A@b.example, from: c.example}, b: {recipient: a@b.example, from:"
            + " C.example}} | routes.b: it is for the same mail as routes.a; let recipient or from"
            + " differ",
        "routes: {a: {recipient: 'a@b.example, x'}} | routes.a.recipient = a@b.example, x (LINE):"
            + " number 2 is none; give addresses like otp+acme@gw.example.com, or patterns like"
            + " *@acme.example.com, separated by commas",
        "routes: {a: {from: '*'}} | routes.a.from = * (LINE): number 1 is none; give domains like"
            + " github.com, or addresses like noreply@*.github.com, separated by commas",
        "routes: {a: {from: a.example, identifier: 'a b'}} | routes.a.identifier = a b (LINE): give"
            + " an identifier like john@example.com or +4915112345678",
        "routes: {a: {from: a.example, base-url: 'https://b.example'}} | routes.a.api-key-file:"
            + " routes.a.base-url is another Skyvern, which must not see the key of this one; write"
            + " its API key into a file and name it here",
        "routes: {a: {from: a.example, api-key-file: /nowhere/key}} | routes.a.api-key-file ="
            + " /nowhere/key (LINE): there is no /nowhere/key; write the API key into it, readable"
            + " for otpost only",
        "identifiers: {aliases: {a@b.example: 'c d'}} | identifiers.aliases = a@b.example=c d"
            + " (LINE): number 1 is none; give alias: identifier in lines of their own, or"
            + " alias=identifier, separated by commas; an alias may be a pattern like"
            + " john+*@gmail.com",
        "identifiers: {aliases: 'a@b.example=c@d.example, A@b.example=e@f.example'} |"
            + " identifiers.aliases = a@b.example=c@d.example, A@b.example=e@f.example (LINE):"
            + " number 2 stands there twice; leave one",
        "identifiers: {allow: 'a b'} | identifiers.allow = a b (LINE): number 1 is none; give"
            + " identifiers like john@example.com or +4915112345678, or patterns like"
            + " *@example.com, separated by commas",
      })
  void saysWhatIsWrong(String yaml, String said) throws IOException {
    write(yaml);

    assertEquals(List.of(said.replace("LINE", file + ", line 1")), faults());
  }

  @ParameterizedTest
  @CsvSource({
    "OTPOST_ROUTES_ACME_RECIPENT, did you mean OTPOST_ROUTES_ACME_RECIPIENT?",
    "OTPOST_ROUTES_A_B_RECIPIENT, there is no such key",
    "OTPOST_ROUTES_acme_RECIPIENT, there is no such key",
    "OTPOST_ROUTES_RECIPIENT, there is no such key",
  })
  void saysWhichVariableIsWrong(String variable, String said) {
    environment.put(variable, "a@b.example");

    assertEquals(1, faults().size());
    assertTrue(faults().getFirst().contains(said), () -> faults().toString());
  }

  @Test
  void showsNoKeyOfARoute() throws IOException {
    write("routes: {a: {from: a.example, api-key: 'sk secret', apikey: secret}}");

    assertFalse(load().toString().contains("secret"), () -> faults().toString());
    assertEquals(2, faults().size());
  }

  @Test
  void readsAliasesAndLimitsInAllTheirForms() throws IOException {
    write(
        """
        identifiers:
          aliases:
            j.d@gmail.com: jd@gmail.com
            a=b+*@c.example: "+4915112345678"
          allow: ["*@gmail.com", "+49*"]
        """);
    var written = settings().routing().identifiers();

    Files.delete(file);
    environment.put(
        "OTPOST_IDENTIFIERS_ALIASES", "j.d@gmail.com=jd@gmail.com, a=b+*@c.example=+4915112345678");
    environment.put("OTPOST_IDENTIFIERS_ALLOW", "*@gmail.com, +49*");

    assertEquals(written, settings().routing().identifiers());
    assertEquals(new Identifier("+4915112345678"), written.aliases().getLast().identifier());
    assertTrue(written.aliases().getLast().alias().match("a=b+x@c.example"));
    assertTrue(written.allow().match("jd@gmail.com"));
  }

  @Test
  void warnsOfAKeyThatTravelsInClear() throws IOException {
    write("routes: {a: {from: a.example, base-url: 'http://b.example.com', api-key: sk}}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    var warnings = assertInstanceOf(Loaded.class, load()).warnings();

    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().startsWith("routes.a.base-url is http"), warnings::toString);
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
  }

  private Path secret(String name, String text) throws IOException {
    var secret = directory.resolve(name);
    Files.writeString(secret, text);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    return secret;
  }

  private static dev.otpost.delivery.RouteSettings delivery(Settings settings, String route) {
    return Optional.ofNullable(settings.delivery().routes().get(route)).orElseThrow();
  }

  private Configuration load() {
    return Configuration.load(Origin.search(file, directory, environment, "mx1"), Purpose.SERVE);
  }

  private Settings settings() {
    var configuration = load();
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  private List<String> faults() {
    var configuration = load();
    return assertInstanceOf(Faulty.class, configuration, configuration::toString).faults().stream()
        .map(Fault::toString)
        .toList();
  }
}
