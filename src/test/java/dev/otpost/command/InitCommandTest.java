package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.command.Interview.Person;
import dev.otpost.config.Configuration;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.config.Origin;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class InitCommandTest {

  private static final int USAGE = 64;
  private static final int CANNOT_CREATE = 73;

  @TempDir Path directory;
  private Path file = Path.of("otpost.yaml");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("otpost.yaml");
  }

  @Test
  void writesAConfigurationThatLoadsFromFlagsAlone() throws IOException {
    var key = Files.writeString(directory.resolve("key"), "sk-1");

    assertEquals(
        0,
        init(
            "--recipient=otp@gw.example.com,*@other.example",
            "--base-url=http://localhost:8000",
            "--spool=" + directory.resolve("my spool"),
            "--api-key-file=" + key,
            "--output=" + file));

    var settings = settings();
    assertEquals(
        List.of("otp@gw.example.com", "*@other.example"), settings.smtp().recipients().patterns());
    assertEquals("http://localhost:8000", settings.skyvern().baseUrl().toString());
    assertEquals(directory.resolve("my spool"), settings.spool().path());
    assertEquals(new Secret("sk-1"), settings.skyvern().apiKey());
    assertTrue(out.toString().contains("otpost check --config " + file), out::toString);
    assertTrue(Files.readString(file).contains("# How long a code is worth posting"));
  }

  @Test
  void saysWhereToSeeItWork() throws IOException {
    assertEquals(0, init("--recipient=otp@gw.example.com", "--output=" + file));

    var http = settings("SKYVERN_API_KEY", "sk").web().http();
    var dashboard = "http://%s:%d/".formatted(http.host(), http.port());
    assertTrue(out.toString().contains(dashboard), out::toString);
    assertTrue(out.toString().contains("otpost doctor --config " + file), out::toString);
  }

  @Test
  void asksWhatItMustKnowAndKeepsTheKeyInAFileOfItsOwn() throws IOException {
    assertEquals(0, init(answers("otp@gw.example.com", "", "sk-typed"), "--output=" + file));

    assertEquals(new Secret("sk-typed"), settings().skyvern().apiKey());
    assertFalse(Files.readString(file).contains("sk-typed"));
    assertFalse((out.toString() + err).contains("sk-typed"));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(directory.resolve("skyvern.api-key"))));
  }

  @Test
  void asksAgainUntilTheAnswerIsOfUse() throws IOException {
    var answers =
        answers("", "not an address", "otp@gw.example.com", "localhost:8000", "", "s k", "sk-1");

    assertEquals(0, init(answers, "--output=" + file));

    assertEquals(new Secret("sk-1"), settings().skyvern().apiKey());
    assertEquals("https://api.skyvern.com", settings().skyvern().baseUrl().toString());
    assertEquals(4, err.toString().lines().count(), err::toString);
  }

  @Test
  void makesUpAnAddressThatNobodyGuesses() throws IOException {
    assertEquals(0, init("--recipient=gw.example.com", "--output=" + file));
    var first = settings("SKYVERN_API_KEY", "sk").smtp().recipients().patterns().getFirst();
    assertTrue(first.matches("otp-[a-z2-9]{12}@gw\\.example\\.com"), first);
    assertTrue(out.toString().contains(first), "it is needed to set up the forwarding");

    assertEquals(0, init(answers("gw.example.com", "", ""), "--force", "--output=" + file));
    assertNotEquals(
        first, settings("SKYVERN_API_KEY", "sk").smtp().recipients().patterns().getFirst());
  }

  @Test
  void writesNothingWhenThePersonGoesAway() throws IOException {
    for (var given : List.of(answers(), answers("otp@gw.example.com"), answers("gw.example", ""))) {
      assertEquals(USAGE, init(given, "--output=" + file));
    }
    try (var files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void saysWhichOptionHelpsWhereNobodyCanBeAsked() {
    assertEquals(USAGE, init("--output=" + file));

    assertTrue(err.toString().contains("--recipient"), err::toString);
    assertFalse(Files.exists(file));
  }

  @ParameterizedTest
  @CsvSource({
    "--recipient=a b, --recipient",
    "--recipient=otp@gw.example.com --base-url=ftp://x, --base-url",
    "--recipient=otp@gw.example.com --colour=red, --colour"
  })
  void refusesWhatCouldNotBeLoaded(String options, String named) {
    var args = (options + " --output=" + file).split(" (?=--)");

    assertEquals(USAGE, init(args));

    assertTrue(err.toString().contains(named), err::toString);
    assertFalse(Files.exists(file));
  }

  @Test
  void neverOverwritesUnlessItIsForced() throws IOException {
    Files.writeString(file, "mine");
    assertEquals(CANNOT_CREATE, init("--recipient=otp@gw.example.com", "--output=" + file));
    assertEquals("mine", Files.readString(file));
    assertTrue(err.toString().contains("--force"), err::toString);

    assertEquals(0, init("--force", "--recipient=otp@gw.example.com", "--output=" + file));
    assertEquals(2525, settings("SKYVERN_API_KEY", "sk").smtp().port());
  }

  @Test
  void neverOverwritesAKeyUnlessItIsForced() throws IOException {
    var key = Files.writeString(directory.resolve("skyvern.api-key"), "sk-old");
    var given = new String[] {"otp@gw.example.com", "", "sk-new"};

    assertEquals(CANNOT_CREATE, init(answers(given), "--output=" + file));
    assertEquals("sk-old", Files.readString(key));
    assertFalse(Files.exists(file));

    assertEquals(0, init(answers(given), "--force", "--output=" + file));
    assertEquals(new Secret("sk-new"), settings().skyvern().apiKey());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    var nowhere = directory.resolve("nowhere/otpost.yaml");

    assertEquals(CANNOT_CREATE, init("--recipient=otp@gw.example.com", "--output=" + nowhere));

    assertTrue(err.toString().contains("there is no directory"), err::toString);
  }

  @Test
  void writesToTheStandardOutputOnRequestAndNothingElseThere() throws IOException {
    assertEquals(0, init(answers("otp@gw.example.com", ""), "--output=-"));

    Files.writeString(file, out.toString());
    assertEquals(
        List.of("otp@gw.example.com"),
        settings("SKYVERN_API_KEY", "sk").smtp().recipients().patterns());
  }

  @Test
  void saysWhereTheKeyGoesWhenItIsMissing() {
    init("--recipient=otp@gw.example.com", "--output=" + file);
    assertTrue(out.toString().contains("still missing: set SKYVERN_API_KEY"), out::toString);

    init("--force", "--recipient=a@b.example", "--api-key-file=/no/key", "--output=" + file);
    assertTrue(out.toString().contains("still missing: write it into /no/key"), out::toString);
  }

  private int init(String... args) {
    return init(Optional.empty(), args);
  }

  private int init(Optional<Person> person, String... args) {
    var command = new CommandLine(new InitCommand(() -> person));
    command.getCommandSpec().exitCodeOnInvalidInput(USAGE);
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private Settings settings(String... variable) {
    var environment =
        variable.length == 0 ? Map.<String, String>of() : Map.of(variable[0], variable[1]);
    var loaded = Configuration.load(Origin.at(file, environment, "mx1"), Purpose.SERVE);
    return assertInstanceOf(Loaded.class, loaded, loaded::toString).settings();
  }

  /** A person who gives these answers and then leaves. */
  private static Optional<Person> answers(String... answers) {
    Queue<String> left = new ArrayDeque<>(List.of(answers));
    return Optional.of(
        new Person() {
          @Override
          public Optional<String> answer(String question) {
            return Optional.ofNullable(left.poll());
          }

          @Override
          public Optional<String> secret(String question) {
            return Optional.ofNullable(left.poll());
          }
        });
  }
}
