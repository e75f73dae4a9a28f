package dev.otpost.command;

import dev.otpost.shipped.Roff;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** otpost(8): every command, as {@code --help} explains it. */
public final class CommandPage {

  private CommandPage() {}

  public static String of(String version, String date) {
    var otpost = otpost();
    var page =
        new Roff("otpost", 8, date, version)
            .name("otpost", decapitalised(about(otpost)))
            .section("SYNOPSIS")
            .typed("otpost COMMAND ...")
            .section("DESCRIPTION");
    paragraphs(page, otpost.getCommandSpec());
    page.paragraph("The commands work whether otpost serve runs or not. Each of them knows:");
    otpost.getCommandSpec().options().forEach(it -> argument(page, it));
    page.section("COMMANDS");
    commands(otpost).forEach(it -> command(page, it));
    page.section("EXIT STATUS");
    exitCodes(page, otpost.getCommandSpec());
    page.section("ENVIRONMENT")
        .item("OTPOST_CONFIG", "The file with the configuration, unless --config names one.")
        .item(
            "OTPOST_<KEY>, SKYVERN_API_KEY, SKYVERN_BASE_URL",
            "Keys of the configuration: otpost.yaml(5) names each.")
        .item(
            "OTPOST_JAVA_OPTS",
            "More options for the Java that otpost brings with it, separated by blanks.")
        .section("FILES")
        .item("/etc/otpost/otpost.yaml", "The configuration.")
        .item(
            "/var/lib/otpost", "What was accepted, where the service is set up as the README says.")
        .section("SEE ALSO")
        .paragraph("otpost.yaml(5), systemd.exec(5) for LoadCredential, and README.md.");
    return page.toString();
  }

  static CommandLine otpost() {
    return OtpostCommand.commandLine(
        new Surroundings(Map.of(), Path.of("."), "localhost", InstantSource.system()));
  }

  /** All that the help lists, those of a command behind it. */
  static Stream<CommandLine> commands(CommandLine parent) {
    return parent.getSubcommands().values().stream()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden())
        .flatMap(it -> Stream.concat(Stream.of(it), commands(it)));
  }

  private static void command(Roff page, CommandLine command) {
    var spec = command.getCommandSpec();
    page.subsection(spec.qualifiedName());
    page.typed(command.getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
    paragraphs(page, spec);
    spec.positionalParameters().forEach(it -> argument(page, it));
    spec.options().stream().filter(it -> !isOfAll(it)).forEach(it -> argument(page, it));
    if (!spec.usageMessage().exitCodeList().isEmpty()) {
      page.paragraph("It ends with:");
      exitCodes(page, spec);
    }
  }

  private static void paragraphs(Roff page, CommandSpec spec) {
    for (var text : spec.usageMessage().description()) {
      page.paragraph(text);
    }
    // The states of queue, in two columns.
    for (var line : spec.usageMessage().footer()) {
      var columns = line.strip().split(" {2,}", 2);
      if (columns.length == 2) {
        page.item(columns[0], columns[1]);
      } else {
        page.paragraph(line);
      }
    }
  }

  private static void argument(Roff page, ArgSpec argument) {
    page.item(label(argument), String.join(" ", argument.description()));
  }

  /** What every command knows is told once. */
  static boolean isOfAll(ArgSpec argument) {
    return argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
  }

  static String label(ArgSpec argument) {
    return switch (argument) {
      case OptionSpec option ->
          String.join(", ", option.names())
              + (option.arity().max() > 0 ? " " + option.paramLabel() : "");
      case PositionalParamSpec positional -> positional.paramLabel();
      default -> throw new IllegalArgumentException(argument.toString());
    };
  }

  private static void exitCodes(Roff page, CommandSpec spec) {
    spec.usageMessage().exitCodeList().forEach((code, means) -> page.item(code.strip(), means));
  }

  private static String about(CommandLine otpost) {
    return String.join(" ", otpost.getCommandSpec().usageMessage().description());
  }

  private static String decapitalised(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
        + sentence.substring(1).replaceAll("\\.$", "");
  }
}
