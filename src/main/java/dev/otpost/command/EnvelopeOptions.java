package dev.otpost.command;

import dev.otpost.config.Settings;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Folder;
import dev.otpost.message.Place;
import dev.otpost.message.Source;
import dev.otpost.message.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** With which envelope a mail is tried: as one that is handed over, or as one in a mailbox. */
final class EnvelopeOptions {

  /**
   * Stands for the gateway when neither the command line nor the configuration names an address of
   * it.
   */
  private static final Address SOME_GATEWAY = new Address("otp@gateway.invalid");

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

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description =
          "As if the mails had just come into this mailbox (imap.accounts.NAME): by its rules, and"
              + " with the envelope that their headers tell of. Not together with --mail-from or"
              + " --rcpt-to.")
  private String account = "";

  /** As it is handed over; what the header tells is not in it yet. */
  Envelope of(Settings settings, Instant now) throws CommandFailure {
    return account.isEmpty()
        ? new Envelope(Source.FILE, mailFrom, recipients(settings), "", now)
        : fetched(settings.imap().accounts(), now);
  }

  private Envelope fetched(List<Account> accounts, Instant now) throws CommandFailure {
    if (!mailFrom.isEmpty() || !rcptTo.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--account says whom a mail is for: leave --mail-from and --rcpt-to away");
    }
    var names = accounts.stream().map(Account::name).collect(Collectors.joining(", "));
    var mailbox =
        accounts.stream()
            .filter(it -> it.name().equals(account))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "no mailbox is called %s; those in imap.accounts: %s"
                            .formatted(account, names.isEmpty() ? "none" : names)));
    var place = new Place(new Folder(account, mailbox.folders().getFirst()), 0, 0);
    return new Envelope(
        Source.FILE,
        Envelope.UNKNOWN_PATH,
        List.of(mailbox.address()),
        "",
        now,
        Optional.of(new Stored(place, now, Stored.Extent.WHOLE, false, false)));
  }

  private List<Address> recipients(Settings settings) throws CommandFailure {
    for (var given : rcptTo) {
      if (Address.of(given).isEmpty()) {
        throw new CommandFailure(ExitCode.USAGE, "--rcpt-to is not a mail address: " + given);
      }
    }
    return rcptTo.isEmpty()
        ? List.of(
            settings.smtp().recipients().patterns().stream()
                .filter(pattern -> !pattern.startsWith("*"))
                .findFirst()
                .map(Address::new)
                .orElse(SOME_GATEWAY))
        : rcptTo.stream().map(Address::new).toList();
  }
}
