package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.config.Template;
import dev.otpost.message.Address;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost address}: the addresses at which mail comes in. */
@Command(
    name = "address",
    description = "Makes up an address at which mail comes in.",
    mixinStandardHelpOptions = true,
    subcommands = AddressCommand.New.class)
final class AddressCommand implements Runnable {

  @ParentCommand private OtpostCommand otpost;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  AddressCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do:");
  }

  /** {@code otpost address new}. */
  @Command(
      name = "new",
      description = {
        "Prints an address with a random part, which nobody guesses, and how to put it to use.",
        "Changes nothing. otpost masks such addresses in its log."
      },
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {

    /** What may stand before the random part; a plus sign would make a tag of it. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*");

    private static final int MAX_PREFIX = 40;

    @ParentCommand private AddressCommand address;
    @Mixin private ConfigOption config;
    @Spec private CommandSpec spec;

    @Option(
        names = "--domain",
        paramLabel = "DOMAIN",
        description =
            "What stands behind the @. Default: the domain of the first address in"
                + " smtp.recipients, else smtp.hostname.")
    private Optional<String> domain = Optional.empty();

    @Option(
        names = "--prefix",
        paramLabel = "WORD",
        description = "What stands before the random part. Default: ${DEFAULT-VALUE}.")
    private String prefix = SecretAddress.PREFIX;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields.
    New() {}

    @Override
    public Integer call() throws CommandFailure {
      if (!PREFIX.matcher(prefix).matches() || prefix.length() > MAX_PREFIX) {
        throw usage(
            "--prefix: give up to %d letters and digits, with . _ or - between them"
                .formatted(MAX_PREFIX));
      }
      var made = SecretAddress.in(domain.isPresent() ? domain.get() : configured(), prefix);
      Template.whyNot("smtp.recipients", made)
          .ifPresent(
              _ -> {
                throw usage("--domain: give a domain like gw.example.com");
              });
      var out = spec.commandLine().getOut();
      out.println(made);
      out.flush();
      // Apart from the address, which a script may want alone.
      var err = spec.commandLine().getErr();
      err.println();
      err.println("Put it into the configuration, behind a comma if there are others:");
      err.println();
      err.println("  smtp:");
      err.println("    recipients: " + made);
      err.println();
      err.println("Then restart otpost. Keep it to yourself: who knows it can send codes to your");
      err.println(
          "runs. Not even *@… in smtp.recipients makes it a secret one: it must stand there");
      err.println("as a whole.");
      err.flush();
      return ExitCode.OK;
    }

    private String configured() throws CommandFailure {
      var settings = config.settings(address.otpost.around(), Purpose.INSPECT);
      return domains(settings)
          .filter(it -> it.contains(".") && !it.startsWith("["))
          .findFirst()
          .orElseThrow(() -> usage("no domain is configured; say --domain gw.example.com"));
    }

    private static Stream<String> domains(Settings settings) {
      return Stream.concat(
          settings.smtp().recipients().patterns().stream()
              .map(pattern -> new Address(pattern).domain()),
          Stream.of(settings.smtp().hostname()));
    }

    private ParameterException usage(String message) {
      return new ParameterException(spec.commandLine(), message);
    }
  }
}
