package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.intake.dkim.Signatures;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Kind;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.Senders;
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

/** {@code otpost try}: the rules by themselves, without spool, network or key. */
@Command(
    name = "try",
    description = {
      "Shows what would be posted for these mails, and why.",
      "Touches nothing, needs no key, and asks the network for nothing but, with --dkim, the keys"
          + " of signatures.",
      "The output holds the texts of the mails, codes included."
    },
    mixinStandardHelpOptions = true)
final class TryCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Mixin private EnvelopeOptions envelopes;
  @Spec private CommandSpec spec;

  @Option(
      names = "--json",
      description = "One JSON object a line: a line for each recipient of each mail.")
  private boolean json;

  @Option(
      names = "--dkim",
      description = "Also looks at the signatures of the mails, whose keys it looks up in the DNS.")
  private boolean dkim;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "A mail as it is on the wire (.eml); - for the standard input.")
  private List<Path> files = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  TryCommand() {}

  @Override
  public Integer call() throws Exception {
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    var handedOver = envelopes.of(settings, otpost.around().clock().instant());
    var parser = new MessageParser(settings.parsing());
    var router = new Router(settings.routing());
    var senders = new Senders(settings.senders());
    var signatures = Signatures.overDns();
    var out = spec.commandLine().getOut();
    for (var file : files) {
      var raw = read(file);
      var letter = parser.parse(raw);
      var seal = dkim ? signatures.check(raw) : Dkim.UNCHECKED;
      var refusal = refusal(senders, letter, seal);
      for (var decision : router.route(router.envelope(handedOver, letter), letter)) {
        if (json) {
          out.println(Json.line(object(file, decision, seal, refusal)));
        } else {
          print(out, file, decision, seal, refusal);
        }
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Why it would not be taken in; empty if it would, or if the signature alone can tell. */
  private Optional<String> refusal(Senders senders, Letter letter, Dkim seal) {
    return !dkim && senders.askForDkim(letter)
        ? Optional.empty()
        : switch (senders.of(letter, seal)) {
          case Senders.Standing.Welcome() -> Optional.empty();
          case Senders.Standing.Unwelcome(var because) -> Optional.of(because);
          case Senders.Standing.Unknown(var because) -> Optional.of(because);
        };
  }

  private static byte[] read(Path file) throws CommandFailure {
    try {
      return file.equals(Path.of("-")) ? System.in.readAllBytes() : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREADABLE, "%s cannot be read: is it there, and a file?".formatted(file));
    }
  }

  /** What is absent is null. Of a held mail it says what would be posted. */
  private Map<String, @Nullable String> object(
      Path file, Decision decision, Dkim seal, Optional<String> refusal) {
    var would = wouldBe(decision);
    var object = new LinkedHashMap<String, @Nullable String>();
    object.put("file", file.toString());
    object.put("recipient", decision.recipient().value());
    object.put("totp_identifier", would.map(d -> d.lane().identifier().value()).orElse(null));
    object.put("because", decision.because());
    object.put("kind", kind(decision));
    object.put("code", code(decision).orElse(null));
    object.put("link", link(decision).orElse(null));
    object.put("evidence", would.map(d -> d.otp().evidence()).orElse(null));
    object.put("content", would.map(Decision.Deliver::content).orElse(null));
    object.put("expires", would.map(d -> Json.time(d.life().end())).orElse(null));
    if (dkim) {
      object.put("dkim", seal.verdict().word());
      object.put("dkim_domain", seal.domain().isEmpty() ? null : seal.domain());
      object.put("dkim_because", seal.because());
    }
    object.put("refused", refusal.orElse(null));
    return object;
  }

  private void print(
      PrintWriter out, Path file, Decision decision, Dkim seal, Optional<String> refusal) {
    var line = "  %-16s %s%n";
    out.println(file);
    switch (decision) {
      case Decision.Deliver _ -> {}
      case Decision.Hold _, Decision.Confirm _ -> out.println("  held, not posted");
      case Decision.Ignore _ -> out.println("  ignored, not posted");
    }
    refusal.ifPresent(because -> out.printf(line, "refused", because));
    if (dkim) {
      out.printf(line, "dkim", QueueCommand.signature(seal));
    }
    var would = wouldBe(decision);
    would.ifPresent(d -> out.printf(line, "totp_identifier", d.lane().identifier().value()));
    out.printf(line, "because", decision.because());
    would
        .map(d -> d.otp().kind().word())
        .or(() -> Optional.of(kind(decision)))
        .ifPresent(kind -> out.printf(line, "kind", kind));
    if (decision instanceof Decision.Confirm confirm) {
      out.printf(line, "mailbox", confirm.mailbox().map(Address::value).orElse("unknown"));
    }
    code(decision).ifPresent(code -> out.printf(line, "code", code));
    link(decision).ifPresent(link -> out.printf(line, "link", link));
    would.ifPresent(
        d -> {
          out.printf(line, "evidence", d.otp().evidence());
          out.printf(line, "expires", Json.time(d.life().end()));
          out.println("  content");
          d.content().lines().forEach(text -> out.println("    | " + text));
        });
    out.println();
  }

  /** What is posted, or would be if the operator wants it. */
  private static Optional<Decision.Deliver> wouldBe(Decision decision) {
    return switch (decision) {
      case Decision.Deliver deliver -> Optional.of(deliver);
      case Decision.Hold hold -> hold.wouldBe();
      case Decision.Confirm _, Decision.Ignore _ -> Optional.empty();
    };
  }

  private static String kind(Decision decision) {
    return switch (decision) {
      case Decision.Deliver deliver -> deliver.otp().kind().word();
      case Decision.Hold _ -> "held";
      case Decision.Confirm _ -> Kind.GMAIL_CONFIRMATION.word();
      case Decision.Ignore _ -> "ignored";
    };
  }

  private static Optional<String> code(Decision decision) {
    return decision instanceof Decision.Confirm confirm
        ? confirm.code()
        : wouldBe(decision)
            .flatMap(
                d -> d.otp() instanceof Otp.Code c ? Optional.of(c.value()) : Optional.empty());
  }

  private static Optional<String> link(Decision decision) {
    return decision instanceof Decision.Confirm confirm
        ? confirm.link()
        : wouldBe(decision)
            .flatMap(
                d -> d.otp() instanceof Otp.MagicLink m ? Optional.of(m.url()) : Optional.empty());
  }
}
