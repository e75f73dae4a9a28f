package dev.otpost.command;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.otpost.command.Interview.Answers;
import dev.otpost.command.Interview.Person;
import dev.otpost.command.Interview.Typist;
import dev.otpost.config.Template;
import dev.otpost.message.Secret;
import java.io.Console;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code otpost init}: writes a configuration that loads, with every key explained in it.
 *
 * <p>A key that is typed does not stand in that file but in one beside it that only its owner can
 * read: a configuration is shown around when something does not work.
 */
@Command(
    name = "init",
    description = {
      "Writes a configuration file in which every key is explained.",
      "Asks what it must know, unless --recipient says it."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  /** Where otpost looks by itself. */
  private static final Path SYSTEM_DIRECTORY = Path.of("/etc/otpost");

  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final String FILE = "otpost.yaml";

  /** As the file has it that is written. */
  private static final String DASHBOARD = "http://127.0.0.1:8080/";

  /** Named like the key, as systemd's LoadCredential= has it. */
  private static final String KEY_FILE = "skyvern.api-key";

  @Option(
      names = "--recipient",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Where the mail comes in: an address, or a domain only, and an address in it that nobody"
              + " guesses is made up.")
  private List<String> recipients = List.of();

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "The file that holds, or will hold, the API key of Skyvern.")
  private Optional<Path> apiKeyFile = Optional.empty();

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Your own Skyvern, such as http://localhost:8000. Default: its cloud.")
  private Optional<String> baseUrl = Optional.empty();

  @Option(
      names = "--spool",
      paramLabel = "DIRECTORY",
      description = "Where mail is kept until Skyvern has it.")
  private Optional<Path> spool = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file to write, - for the standard output. Default: /etc/otpost/otpost.yaml if you"
              + " may write there, else otpost.yaml here.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--force", description = "Overwrite files that are there.")
  private boolean force;

  @Spec private CommandSpec spec;

  private final Supplier<Optional<Person>> person;

  InitCommand() {
    // Looked for only when it is needed: every command is made at every start.
    this(() -> Optional.ofNullable(System.console()).filter(Console::isTerminal).map(Typist::new));
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  InitCommand(Supplier<Optional<Person>> person) {
    this.person = person;
  }

  @Override
  public Integer call() {
    var toStandardOutput = output.equals(Optional.of(STANDARD_OUTPUT));
    var file = whole(output.orElseGet(InitCommand::place));
    var keyFile = apiKeyFile.map(InitCommand::whole).orElse(file.resolveSibling(KEY_FILE));
    if (!toStandardOutput && !force && Files.exists(file)) {
      return cannotCreate(file, new FileAlreadyExistsException(file.toString()));
    }
    var answers =
        recipients.isEmpty()
            ? interview(!toStandardOutput && apiKeyFile.isEmpty())
            : new Answers(addresses(), baseUrl, Secret.NONE);
    var typed = !answers.key().isEmpty();

    var template = with(Template.shipped(), "smtp.recipients", "--recipient", answers.recipient());
    if (answers.baseUrl().isPresent()) {
      template = with(template, "skyvern.base-url", "--base-url", answers.baseUrl().get());
    }
    if (spool.isPresent()) {
      template = with(template, "spool.path", "--spool", whole(spool.get()).toString());
    }
    if (typed || apiKeyFile.isPresent()) {
      template = with(template, "skyvern.api-key-file", "--api-key-file", keyFile.toString());
    }

    if (toStandardOutput) {
      spec.commandLine().getOut().print(template.text());
      spec.commandLine().getOut().flush();
      return ExitCode.OK;
    }
    try {
      if (typed) {
        writeForOwner(keyFile, answers.key().value() + "\n");
      }
    } catch (IOException e) {
      return cannotCreate(keyFile, e);
    }
    try {
      Files.writeString(
          file, template.text(), WRITE, CREATE, force ? TRUNCATE_EXISTING : CREATE_NEW);
    } catch (IOException e) {
      return cannotCreate(file, e);
    }
    sayWhatIsNext(file, answers.recipient(), typed || apiKeyFile.isPresent(), keyFile);
    return ExitCode.OK;
  }

  private Answers interview(boolean withKey) {
    var somebody =
        person.get().orElseThrow(() -> usage("there is nobody to ask; say --recipient ADDRESS"));
    var answers =
        new Interview(somebody, spec.commandLine().getErr())
            .hold(baseUrl.isEmpty(), withKey)
            .orElseThrow(() -> usage("not all was answered, so nothing was written"));
    return new Answers(answers.recipient(), baseUrl.or(answers::baseUrl), answers.key());
  }

  private String addresses() {
    return String.join(",", recipients.stream().map(Interview::recipient).toList());
  }

  private Template with(Template template, String key, String option, String value) {
    Template.whyNot(key, value)
        .ifPresent(
            reason -> {
              throw usage(option + ": " + reason);
            });
    return template.with(key, value);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Path place() {
    return Files.isWritable(SYSTEM_DIRECTORY) ? SYSTEM_DIRECTORY.resolve(FILE) : Path.of(FILE);
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * A new file that nobody else could read at any moment: made with its permissions, not given them
   * later.
   */
  private void writeForOwner(Path file, String text) throws IOException {
    if (force) {
      Files.deleteIfExists(file);
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private int cannotCreate(Path file, IOException e) {
    var err = spec.commandLine().getErr();
    err.println(
        switch (e) {
          case FileAlreadyExistsException _ ->
              file + " is there already; --force overwrites it, --output names another";
          case NoSuchFileException _ ->
              "there is no directory " + file.getParent() + "; make it first";
          case AccessDeniedException _ -> "you may not write " + file + "; --output names another";
          default -> file + " cannot be written (" + e.getMessage() + ")";
        });
    err.flush();
    return ExitCode.CANNOT_CREATE;
  }

  private void sayWhatIsNext(Path file, String recipient, boolean keyIsNamed, Path keyFile) {
    var out = spec.commandLine().getOut();
    out.println("Wrote " + file);
    out.println();
    out.println("  Mail comes in at  " + recipient);
    out.println(
        "                    Keep it to yourself: who knows it can send codes to your runs.");
    if (!keyIsNamed) {
      out.println(
          "  The API key       is still missing: set SKYVERN_API_KEY, or skyvern.api-key-file in");
      out.println("                    the file above.");
    } else if (Files.exists(keyFile)) {
      out.println("  The API key       is in " + keyFile);
    } else {
      out.println("  The API key       is still missing: write it into " + keyFile);
    }
    out.println();
    out.println("Next:  otpost check --config " + file);
    out.println("then:  otpost serve --config " + file);
    out.println("While it runs, see it work, in a browser and by a test mail:");
    out.println("       " + DASHBOARD);
    out.println("       otpost doctor --config " + file);
    out.flush();
  }
}
