package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.gateway.Gateway;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Reply;
import dev.otpost.message.Source;
import dev.otpost.spool.SideDoor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code otpost ingest}: the way in for the pipe of a mail server. The mail goes through the same
 * {@link Gateway} as one that came by SMTP, into the spool beside the daemon.
 *
 * <p>The exit code is all that its caller hears. Postfix and Exim return a mail to its sender on
 * every one but 75 (EX_TEMPFAIL), so whatever is not surely the mail's own fault is 75: a fault in
 * the configuration, a spool that is not there or is busy, a full disk, a fault of ours.
 *
 * <p>All recipients or none: there is one exit code for them all.
 */
@Command(
    name = "ingest",
    description = {
      "Takes in one mail from the standard input, for the pipe of a mail server or for a script."
          + " Once this ends with 0 the mail is as safe as one taken in by SMTP, and the ids by"
          + " which queue shows it are printed.",
      "The daemon posts it: at once if it runs, else when it starts."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:it is kept",
      "64:the command line was not understood",
      "65:the mail is empty, or larger than smtp.max-message-size",
      "67:a recipient is none of smtp.recipients; it is kept for nobody then",
      "75:anything that may pass: hand it in again",
      "77:a rule is against it"
    })
final class IngestCommand implements Callable<Integer> {

  /** What no second try would change. */
  private static final Set<Integer> FOR_GOOD =
      Set.of(ExitCode.USAGE, ExitCode.BAD_MAIL, ExitCode.NO_SUCH_RECIPIENT, ExitCode.REFUSED);

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--mail-from"},
      paramLabel = "ADDRESS",
      required = true,
      description = "The envelope's sender; empty, <> or MAILER-DAEMON for the null sender.")
  private String mailFrom = "";

  @Option(
      names = "--rcpt-to",
      paramLabel = "ADDRESS",
      description = "A recipient of the envelope. May be given several times.")
  private List<String> rcptTo = List.of();

  @Parameters(
      paramLabel = "RECIPIENT",
      arity = "0..*",
      description = "The same; write -- before the first.")
  private List<String> recipients = List.of();

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  IngestCommand() {}

  @Override
  public Integer call() throws IOException, CommandFailure {
    var sender = sender();
    if (rcptTo.isEmpty() && recipients.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say whom the mail is for: --rcpt-to=ADDRESS");
    }
    var settings = config.settings(otpost.around(), Purpose.INSPECT);
    var raw = mail(settings.smtp().maxMessageSize());
    var to = to(settings.smtp().recipients());
    var clock = otpost.around().clock();
    try (var spool = SideDoor.open(settings.spool(), clock)) {
      var envelope = new Envelope(Source.INGEST, sender, to, "", clock.instant());
      return switch (Gateway.of(settings, spool, clock).receive(envelope, raw)) {
        case Reply.Accepted(var ids) -> {
          var out = spec.commandLine().getOut();
          ids.forEach(out::println);
          out.flush();
          yield ExitCode.OK;
        }
        case Reply.StorageFull() -> throw tryLater("There is no room on the disk of the spool.");
        case Reply.TryLater() -> throw tryLater("The mail cannot be kept just now.");
        case Reply.Refused(var because) -> throw new CommandFailure(ExitCode.REFUSED, because);
        case Reply.Undecided(var because) -> throw tryLater(because);
      };
    }
  }

  /** What a failure is to whoever runs this command. */
  static int exitCode(Exception failure) {
    return failure instanceof CommandFailure expected && FOR_GOOD.contains(expected.exitCode())
        ? expected.exitCode()
        : ExitCode.TRY_LATER;
  }

  private String sender() {
    // Postfix puts that name in place of the null sender unless it is told not to.
    if (Stream.of("", "<>", "MAILER-DAEMON").anyMatch(mailFrom::equalsIgnoreCase)) {
      return "";
    }
    return Address.of(mailFrom)
        .map(Address::value)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--mail-from is not a mail address; say <> for none"));
  }

  private static byte[] mail(long most) throws IOException, CommandFailure {
    var mail =
        PipedMail.read(System.in, most)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.BAD_MAIL,
                        "The mail is too large; at most %d bytes are taken (smtp.max-message-size)."
                            .formatted(most)));
    if (mail.length == 0) {
      // No mail server hands over nothing; a script whose first half failed does.
      throw new CommandFailure(ExitCode.BAD_MAIL, "There is no mail on the standard input.");
    }
    return mail;
  }

  private List<Address> to(Recipients ours) throws CommandFailure {
    if (ours.patterns().isEmpty()) {
      throw tryLater("smtp.recipients is empty: say for which addresses mail is taken in.");
    }
    var to = new ArrayList<Address>();
    for (var given : Stream.concat(rcptTo.stream(), recipients.stream()).toList()) {
      var recipient =
          Address.of(given)
              .filter(ours::contain)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.NO_SUCH_RECIPIENT,
                          "%s is not one of smtp.recipients."
                              .formatted(
                                  Address.of(given)
                                      .map(Address::toString)
                                      .orElse("What is no address"))));
      if (to.stream().noneMatch(recipient::sameMailbox)) {
        to.add(recipient);
      }
    }
    return to;
  }

  private static CommandFailure tryLater(String because) {
    return new CommandFailure(ExitCode.TRY_LATER, because);
  }
}
