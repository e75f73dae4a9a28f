package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.config.Configuration.Unreadable;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Secret;
import dev.otpost.routing.PostingSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  @TempDir Path directory;
  private Path file = Path.of("otpost.yaml");

  /** As little as serving needs. */
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com", "SKYVERN_API_KEY", "sk-ambient"));

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("otpost.yaml");
  }

  @Test
  void needsNoFile() {
    var settings = settings();

    assertEquals("https://api.skyvern.com", settings.skyvern().baseUrl().toString());
    assertEquals(new Secret("sk-ambient"), settings.skyvern().apiKey());
    assertEquals(Duration.ofSeconds(60), settings.skyvern().callTimeout());
    assertTrue(settings.smtp().enabled());
    assertEquals("", settings.smtp().host());
    assertEquals(2525, settings.smtp().port());
    assertEquals("mx1", settings.smtp().hostname());
    assertEquals(List.of("otp@gw.example.com"), settings.smtp().recipients().patterns());
    assertEquals(10L << 20, settings.smtp().maxMessageSize());
    assertTrue(settings.smtp().access().isOpen());
    assertTrue(settings.smtp().access().proxies().isEmpty());
    assertEquals(settings.smtp().recipients(), settings.routing().gateway());
    assertEquals(Duration.ofMinutes(15), settings.routing().lifetime());
    assertEquals(Duration.ofHours(1), settings.spool().content());
    assertEquals(Duration.ofDays(30), settings.spool().history());
    assertEquals(PostingSettings.STANDARD, settings.routing().posting());
    assertEquals(64, settings.delivery().parallel());
    assertFalse(settings.gmail().autoConfirm());
    assertEquals("127.0.0.1", settings.web().http().host());
    assertEquals(8080, settings.web().http().port());
    assertEquals(LogFormat.TEXT, settings.logFormat());
  }

  @Test
  void readsEveryKeyOfTheFileIntoItsOwnPlace() throws IOException {
    environment.clear();
    write(
        """
        skyvern: {base-url: "http://localhost:8000", api-key: sk-file}
        smtp:
          host: ::1
          port: 25
          hostname: gw.example.com
          recipients:
            - otp@gw.example.com
            - "*@other.example"
          max-message-size: 1MiB
          allowed-networks: [192.0.2.0/24, "::1"]
          users:
            printer: pbkdf2-sha256$100000$%1$s$%2$s
          proxies: 10.0.0.5
          limits.in-flight: 1MiB
        http: {host: "::", port: 0, token: 0123456789abcdef0123456789abcdef}
        spool: {path: /srv/otpost}
        retention.content: 0s
        retention.history: 1d
        delivery: {lifetime: 10m, content: code, without-otp: ignore, call-timeout: 5s, parallel: 8}
        gmail: {auto-confirm: yes}
        log: {format: json}
        """
            .formatted("A".repeat(22), "A".repeat(43)));

    var settings = settings();

    assertEquals("http://localhost:8000", settings.skyvern().baseUrl().toString());
    assertEquals(new Secret("sk-file"), settings.skyvern().apiKey());
    assertEquals(Duration.ofSeconds(5), settings.skyvern().callTimeout());
    assertEquals("::1", settings.smtp().host());
    assertEquals(25, settings.smtp().port());
    assertEquals("gw.example.com", settings.smtp().hostname());
    assertEquals(
        List.of("otp@gw.example.com", "*@other.example"), settings.smtp().recipients().patterns());
    assertEquals(1L << 20, settings.smtp().maxMessageSize());
    assertEquals("[192.0.2.0/24, 0:0:0:0:0:0:0:1]", settings.smtp().access().networks().toString());
    assertEquals(List.of("printer"), settings.smtp().access().users().names());
    assertEquals("[10.0.0.5]", settings.smtp().access().proxies().toString());
    assertEquals(
        new SmtpSettings.Bodies(1L << 20, Path.of("/srv/otpost/incoming")),
        settings.smtp().bodies());
    assertEquals("::", settings.web().http().host());
    assertEquals(0, settings.web().http().port());
    assertEquals(Path.of("/srv/otpost"), settings.spool().path());
    assertEquals(Duration.ZERO, settings.spool().content());
    assertEquals(Duration.ofDays(1), settings.spool().history());
    assertEquals(Duration.ofMinutes(10), settings.routing().lifetime());
    assertEquals(
        new PostingSettings(PostingSettings.Content.CODE, PostingSettings.WithoutOtp.IGNORE),
        settings.routing().posting());
    assertEquals(8, settings.delivery().parallel());
    assertTrue(settings.gmail().autoConfirm());
    assertEquals(LogFormat.JSON, settings.logFormat());
  }

  @Test
  void hearsTheEnvironmentBeforeTheFile() throws IOException {
    write("smtp: {port: 25, max-message-size: 1MiB}");
    environment.put("OTPOST_SMTP_PORT", "26");
    environment.put("OTPOST_SMTP_MAX_MESSAGE_SIZE", "");

    assertEquals(26, settings().smtp().port());
    assertEquals(
        1L << 20, settings().smtp().maxMessageSize(), "an empty variable is as good as none");
  }

  @Test
  void hearsSkyvernsOwnVariablesAboveTheFileAndBelowOurs() throws IOException {
    write("skyvern: {base-url: 'https://file.example', api-key: sk-file}");
    environment.put("SKYVERN_BASE_URL", "https://ambient.example");
    assertEquals("https://ambient.example", settings().skyvern().baseUrl().toString());
    assertEquals(new Secret("sk-ambient"), settings().skyvern().apiKey());

    environment.put("OTPOST_SKYVERN_BASE_URL", "https://ours.example");
    environment.put("OTPOST_SKYVERN_API_KEY", "sk-ours");
    assertEquals("https://ours.example", settings().skyvern().baseUrl().toString());
    assertEquals(new Secret("sk-ours"), settings().skyvern().apiKey());
  }

  @Test
  void keepsWhatIsWrittenAsItIsWritten() throws IOException {
    write("smtp: {hostname: no}\nskyvern: {api-key: '${HOME}\\,0x1F'}");
    environment.remove("SKYVERN_API_KEY");

    assertEquals("no", settings().smtp().hostname());
    assertEquals(new Secret("${HOME}\\,0x1F"), settings().skyvern().apiKey());
  }

  @Test
  void reportsAllFaultsAtOnceWithTheirPlacesAndWhatToDo() throws IOException {
    environment.clear();
    environment.put("OTPOST_SMTP_PROT", "25");
    environment.put("OTPOST_LOG_FORMAT", "xml");
    write(
        """
        smtp:
          prot: 25
          port: 70000
        delivery:
          lifetime: 15
        """);

    assertEquals(
        List.of(
            "environment variable OTPOST_SMTP_PROT: there is no such key; did you mean"
                + " OTPOST_SMTP_PORT?",
            "smtp.prot (%s, line 2): there is no such key; did you mean smtp.port?".formatted(file),
            "skyvern.api-key: write the API key of your Skyvern organisation into a file and name"
                + " it in skyvern.api-key-file, or set SKYVERN_API_KEY in the environment",
            "smtp.port = 70000 (%s, line 3): give a port from 0 to 65535 (0: any free one)"
                .formatted(file),
            "smtp.recipients: say for which addresses mail is taken in; give addresses like"
                + " otp@gw.example.com or *@gw.example.com, separated by commas",
            "delivery.lifetime = 15 (%s, line 5): ".formatted(file)
                + "give a duration from 1s to 1d, in d, h, m, s or ms, as in 1h30m",
            "log.format = xml (environment variable OTPOST_LOG_FORMAT): give text or json"),
        faults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp:\\n  port: 25\\n  port: 26 | line 3: it stands in line 2 already",
        "smtp.port: 25\\nsmtp:\\n  port: 26 | line 3: it stands in line 1 already",
        "log:\\nlog: | line 2: it stands in line 1 already",
        "smtp: 25 | line 1: this is a section",
        "smtp:\\n  port: {a: b} | line 2: give a port",
        "smtp:\\n  port: !x 25 | line 2: put a value that begins with ! in quotes",
        "pop3:\\n  host: x | line 1: there is no such key",
        "a: &a [*a] | line 1: there is no such key",
        "? [a]\\n: b | line 1: there is no such key",
        "- a | there are no keys in it",
        "smtp:\\n\\tport: 25 | line 2: found character",
        "smtp:\\n  port: 25\\n---\\nlog: | line 3: but found another document",
        "smtp: {recipients: *@gw.example.com} | in quotes",
        "smtp: {allowed-networks: 192.0.2.1/24} | give 192.0.2.0/24 for the whole network",
        "smtp: {proxies: [10.0.0.5, balancer]} | number 2 is none; give networks like",
        "smtp: {users: {tim: abc}} | the hash of number 1 is none",
        "smtp: {users: tim} | give user: hash in lines of their own",
        "delivery: {content: html} | give text or code",
        "delivery: {without-otp: drop} | give post or ignore",
        "gmail: {auto-confirm: maybe} | give true or false",
        "spool: {path: spool} | give an absolute path",
        "spool: {path: ~/spool} | give an absolute path",
        "smtp: {limits.in-flight: 9MiB} | give at least smtp.max-message-size, which is 10MiB",
        "retention: {content: 31d} | give at least retention.content, which is 31d",
      })
  void saysWhatIsWrongWithTheFile(String yaml, String said) throws IOException {
    write(yaml.replace("\\n", "\n").replace("\\t", "\t"));

    assertEquals(1, faults().size(), () -> faults().toString());
    assertTrue(faults().getFirst().replace("):", ":").contains(said), () -> faults().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing\n",
        "---\n",
        "smtp:\n",
        "smtp:\n  port:\n",
        "smtp: {host: ''}",
        "\uFEFFsmtp:"
      })
  void takesNothingAsNothing(String yaml) throws IOException {
    write(yaml);

    assertEquals(2525, settings().smtp().port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skyvern: {api-key: sk secret}",
        "skyvern: {apikey: secret}",
        "api-key: secret",
        "secret",
        "skyvern: {base-url: 'https://me:secret@skyvern.example'}",
        "skyvern: {base-url: 'https://skyvern.example/?key=secret'}",
        "skyvern: {api-key: *secret}",
        "smtp: {users: {tim: secret}}",
        "smtp: {users: {secret: abc}}",
        "smtp: {recipients: 'otp-secret1a2b3c@gw.example.com, x'}",
        "skyvern: {api-key: %secret}",
        "skyvern: {api-key: 'secret}",
        "skyvern: {api-key: {secret: a}}",
        "skyvern: {api-key:secret}",
        "skyvern:\n  api-key:secret",
        "skyvern:\n  api-key:secret\n  base-url: https://skyvern.example",
      })
  void showsNoSecret(String yaml) throws IOException {
    write(yaml);
    environment.remove("SKYVERN_API_KEY");

    assertFalse(load(Purpose.SERVE).toString().contains("secret"), () -> faults().toString());
  }

  @Test
  void showsValuesWithoutControlCharactersAndNotWithoutEnd() throws IOException {
    write("smtp: {hostname: \"a\\e[2J" + "b".repeat(100) + "\"}");

    assertTrue(
        faults().getFirst().startsWith("smtp.hostname = a\uFFFD[2J" + "b".repeat(55) + "… ("),
        () -> faults().toString());
  }

  @Test
  void takesTheKeyFromAFile() throws IOException {
    environment.remove("SKYVERN_API_KEY");
    write("skyvern: {api-key-file: %s}".formatted(secret("key", "sk-in-a-file\r\n")));

    assertEquals(new Secret("sk-in-a-file"), settings().skyvern().apiKey());
  }

  @Test
  void hearsAKeyInAnUpperPlaceBeforeAFileInALowerOneAndTheOtherWayRound() throws IOException {
    var key = secret("key", "sk-in-a-file");
    write("skyvern: {api-key-file: %s}".formatted(key));
    assertEquals(new Secret("sk-ambient"), settings().skyvern().apiKey());

    environment.put("OTPOST_SKYVERN_API_KEY_FILE", key.toString());
    assertEquals(new Secret("sk-in-a-file"), settings().skyvern().apiKey());
  }

  @Test
  void takesTheKeyFromAFileThatAnEditorBeganWithAByteOrderMark() throws IOException {
    write("skyvern: {api-key-file: %s}".formatted(secret("key", "\uFEFFsk-in-a-file\r\n")));
    environment.remove("SKYVERN_API_KEY");

    assertEquals(new Secret("sk-in-a-file"), settings().skyvern().apiKey());
  }

  @Test
  void refusesAKeyAndAFileSideBySide() throws IOException {
    write("skyvern: {api-key: sk, api-key-file: %s}".formatted(secret("key", "sk")));
    environment.remove("SKYVERN_API_KEY");

    assertTrue(
        faults().getFirst().endsWith("skyvern.api-key is given as well; leave one of the two"));
    assertEquals(1, faults().size());
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, there is no",
    "empty, there is nothing in",
    "., cannot be read",
    "two, character 3 cannot be part of a key",
    "latin, character 2 cannot be part of a key",
    "endless, it is too long"
  })
  void saysWhatIsWrongWithAFileOfAKey(String name, String said) throws IOException {
    secret("empty", "\n");
    secret("two", "ab\ncd\n");
    Files.writeString(directory.resolve("latin"), "k\u00e9y", StandardCharsets.ISO_8859_1);
    secret("endless", "x".repeat(100_000));
    environment.put("OTPOST_SKYVERN_API_KEY_FILE", directory.resolve(name).toString());

    assertEquals(1, faults().size());
    assertTrue(faults().getFirst().contains(said), () -> faults().toString());
  }

  @Test
  void takesUsersFromTheEnvironmentAndFromTheCredentialsOfSystemd() throws IOException {
    var hash = "pbkdf2-sha256$100000$" + "A".repeat(22) + "$" + "A".repeat(43);
    secret("smtp.users", "scanner=" + hash + ",printer=" + hash + "\n");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());
    assertEquals(List.of("scanner", "printer"), settings().smtp().access().users().names());

    environment.put("OTPOST_SMTP_USERS", "tim=" + hash);
    assertEquals(List.of("tim"), settings().smtp().access().users().names());
  }

  @Test
  void takesTheKeyFromTheCredentialsOfSystemd() throws IOException {
    write("skyvern: {api-key: sk-file}");
    secret("skyvern.api-key", "sk-credential\n");
    secret("something.else", "is not ours");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());
    assertEquals(new Secret("sk-credential"), settings().skyvern().apiKey());

    environment.put("OTPOST_SKYVERN_API_KEY", "sk-ours");
    assertEquals(new Secret("sk-ours"), settings().skyvern().apiKey());
  }

  @Test
  void asksForTheKeyIfTheUnitHandsOverABlankOneAndNobodyElseDoes() throws IOException {
    secret("skyvern.api-key", "\n");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());
    environment.put("SKYVERN_API_KEY", "sk-environment");
    assertEquals(new Secret("sk-environment"), settings().skyvern().apiKey());

    environment.remove("SKYVERN_API_KEY");
    var asked = "API key of your Skyvern organisation into /etc/otpost/skyvern.api-key and start";
    assertTrue(faults().getFirst().contains(asked), () -> faults().toString());
  }

  @Test
  void saysWhatIsWrongWithACredential() throws IOException {
    secret("smtp.users", "");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());

    assertTrue(faults().getFirst().contains("there is nothing in"), () -> faults().toString());
  }

  @Test
  void needsNeitherKeyNorRecipientsToInspectAndReadsNoSecret() {
    environment.clear();
    environment.put("OTPOST_SKYVERN_API_KEY_FILE", "/nowhere");
    environment.put("CREDENTIALS_DIRECTORY", "/nowhere");

    var settings = assertInstanceOf(Loaded.class, load(Purpose.INSPECT)).settings();

    assertEquals(Secret.NONE, settings.skyvern().apiKey());
    assertEquals(List.of(), settings.smtp().recipients().patterns());
  }

  @Test
  void needsNoRecipientsWhenMailComesOnlyFromMailboxes() {
    environment.remove("OTPOST_SMTP_RECIPIENTS");
    environment.put("OTPOST_SMTP_ENABLED", "false");
    environment.put("OTPOST_IMAP_ACCOUNTS_WORK_HOST", "imap.example.com");
    environment.put("OTPOST_IMAP_ACCOUNTS_WORK_USERNAME", "john");
    environment.put("OTPOST_IMAP_ACCOUNTS_WORK_PASSWORD", "open sesame");

    assertFalse(settings().smtp().enabled());
  }

  @Test
  void needsAWayForMailToComeIn() {
    environment.put("OTPOST_SMTP_ENABLED", "false");
    assertFalse(settings().smtp().enabled(), "otpost ingest takes it in");

    environment.remove("OTPOST_SMTP_RECIPIENTS");
    assertEquals(
        List.of(
            "smtp.enabled = false (environment variable OTPOST_SMTP_ENABLED): nothing comes in so;"
                + " take mail in by SMTP, or name a mailbox that is watched below imap.accounts, or"
                + " for otpost ingest the addresses in smtp.recipients"),
        faults());
  }

  @Test
  void takesWhatKubernetesSetsForNoKeyOfOurs() {
    environment.put("OTPOST_SERVICE_HOST", "10.0.0.1");
    environment.put("OTPOST_SMTP_SERVICE_PORT_MAIN", "25");
    environment.put("OTPOST_PORT_8080_TCP_ADDR", "10.0.0.1");
    environment.put("OTPOST_PORT", "tcp://10.0.0.1:8080");
    environment.put("OTPOST_SMTP_PORT", "tcp://10.0.0.1:25");

    assertEquals(2525, settings().smtp().port());
  }

  @Test
  void warnsOfAKeyThatTravelsInClearOrThatEverybodyCanRead() throws IOException {
    var key = secret("key", "sk");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    environment.put("OTPOST_SKYVERN_API_KEY_FILE", key.toString());
    environment.put("SKYVERN_BASE_URL", "http://skyvern.example.com");

    var warnings = assertInstanceOf(Loaded.class, load(Purpose.SERVE)).warnings();

    assertEquals(2, warnings.size());
    assertTrue(warnings.getFirst().contains("chmod 600"), warnings::toString);
    assertTrue(warnings.getLast().contains("use https"), warnings::toString);
  }

  @Test
  void warnsOfAFileWithTheKeyInItThatEverybodyCanRead() throws IOException {
    write("skyvern: {api-key: sk}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertEquals(List.of(), assertInstanceOf(Loaded.class, load(Purpose.SERVE)).warnings());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(1, assertInstanceOf(Loaded.class, load(Purpose.SERVE)).warnings().size());
  }

  @Test
  void greetsAsLocalhostOnAMachineWithoutADecentName() {
    var origin = new Origin(Optional.empty(), environment, "my machine");

    var loaded = assertInstanceOf(Loaded.class, Configuration.load(origin, Purpose.SERVE));

    assertEquals("localhost", loaded.settings().smtp().hostname());
  }

  @Test
  void saysThatTheFileIsUnreadableApartFromFaults() throws IOException {
    var missing = Configuration.load(Origin.at(file, environment, "mx1"), Purpose.SERVE);
    assertTrue(assertInstanceOf(Unreadable.class, missing).whatToDo().contains("otpost init"));

    Files.write(file, new byte[] {'#', (byte) 0xe4});
    assertTrue(
        assertInstanceOf(Unreadable.class, load(Purpose.SERVE)).whatToDo().contains("UTF-8"));

    var folder = Configuration.load(Origin.at(directory, environment, "mx1"), Purpose.SERVE);
    assertEquals(directory, assertInstanceOf(Unreadable.class, folder).file());
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

  private Configuration load(Purpose purpose) {
    return Configuration.load(Origin.search(file, directory, environment, "mx1"), purpose);
  }

  private Settings settings() {
    var configuration = load(Purpose.SERVE);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  private List<String> faults() {
    var configuration = load(Purpose.SERVE);
    return assertInstanceOf(Faulty.class, configuration, configuration::toString).faults().stream()
        .map(Fault::toString)
        .toList();
  }
}
