package dev.otpost;

import dev.otpost.config.Purpose;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Source;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

/** {@code otpost try}: the rules by themselves, without spool, network or key. */
@Command(
    name = "try",
    description = {
      "Shows what would be posted for these mails, and why. Touches nothing and needs no key.",
      "The output holds the texts of the mails, codes included."
    },
    mixinStandardHelpOptions = true)
final class TryCommand implements Callable<Integer> {

  /**
   * Stands for the gateway when neither the command line nor the configuration names an address of
   * it.
   */
  private static final Address SOME_GATEWAY = new Address("otp@gateway.invalid");

  @ParentCommand private Main main;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Option(
      names = "--mail-from",
      paramLabel = "ADDRESS",
      description = "The envelope's sender. Default: the null sender.")
  private String mailFrom = "";

  @Option(
      names = "--rcpt-to",
      paramLabel = "ADDRESS",
      split = ",",
      description = "The envelope's recipients. Default: the first address in smtp.recipients.")
  private List<String> rcptTo = List.of();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "A mail as it is on the wire (.eml); - for the standard input.")
  private List<Path> files = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  TryCommand() {}

  @Override
  public Integer call() throws Exception {
    var settings = config.settings(main.around(), Purpose.INSPECT);
    var recipients = recipients(settings.smtp().recipients().patterns());
    var parser = new MessageParser();
    var router = new Router(settings.routing());
    var out = spec.commandLine().getOut();
    for (var file : files) {
      var letter = parser.parse(read(file));
      var envelope =
          new Envelope(Source.FILE, mailFrom, recipients, "", main.around().clock().instant());
      for (var decision : router.route(envelope, letter)) {
        if (json) {
          out.println(JSON.std.asString(object(file, decision)));
        } else {
          print(out, file, decision);
        }
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private List<Address> recipients(List<String> configured) throws CommandFailure {
    for (var given : rcptTo) {
      if (Address.of(given).isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, "--rcpt-to is not a mail address: " + given);
      }
    }
    return rcptTo.isEmpty()
        ? List.of(
            configured.stream()
                .filter(pattern -> !pattern.startsWith("*"))
                .findFirst()
                .map(Address::new)
                .orElse(SOME_GATEWAY))
        : rcptTo.stream().map(Address::new).toList();
  }

  private static byte[] read(Path file) throws CommandFailure {
    try {
      return file.equals(Path.of("-")) ? System.in.readAllBytes() : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREADABLE, "%s cannot be read: is it there, and a file?".formatted(file));
    }
  }

  private static Map<String, @Nullable String> object(Path file, Decision decision) {
    var deliver =
        decision instanceof Decision.Deliver d
            ? Optional.of(d)
            : Optional.<Decision.Deliver>empty();
    var object = new LinkedHashMap<String, @Nullable String>();
    object.put("file", file.toString());
    object.put("decision", deliver.isPresent() ? "deliver" : "hold");
    object.put("totp_identifier", deliver.map(d -> d.lane().identifier().value()).orElse(null));
    object.put("because", decision.because());
    object.put("content", deliver.map(Decision.Deliver::content).orElse(null));
    object.put("expires", deliver.map(d -> d.life().end().toString()).orElse(null));
    return object;
  }

  private static void print(PrintWriter out, Path file, Decision decision) {
    out.println(file);
    switch (decision) {
      case Decision.Deliver d -> {
        out.println("  totp_identifier  " + d.lane().identifier().value());
        out.println("  because          " + d.because());
        out.println("  content");
        d.content().lines().forEach(line -> out.println("    | " + line));
      }
      case Decision.Hold _, Decision.Confirm _ -> {
        out.println("  held, not posted");
        out.println("  because          " + decision.because());
      }
      case Decision.Ignore _ -> {
        out.println("  ignored, not posted");
        out.println("  because          " + decision.because());
      }
    }
    out.println();
  }
}
