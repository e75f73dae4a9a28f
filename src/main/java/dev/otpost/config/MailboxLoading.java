package dev.otpost.config;

import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.Limits;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Reads the mailboxes that are watched. For one thread, used once. */
final class MailboxLoading {

  private final Secrets secrets;
  private final Limits limits;
  private final List<Account> accounts = new ArrayList<>();
  private final Map<String, Client> clients = new HashMap<>();
  private final Map<String, Mailbox> rules = new HashMap<>();

  /** The addresses whose mail is collected in mailboxes, and those of the mailboxes themselves. */
  private final List<String> collected = new ArrayList<>();

  /**
   * Reads them all.
   *
   * @param names of the accounts that somebody says something of
   * @param inFlight bytes that mails may take together, whichever way they come in
   */
  MailboxLoading(SortedSet<String> names, long inFlight, Secrets secrets) {
    this.secrets = secrets;
    this.limits = MailboxLimitKeys.limits(secrets.values(), secrets.faults());
    if (!names.isEmpty() && limits.message() > inFlight) {
      fault(
          MailboxLimitKeys.MESSAGE,
          "give at most %s, which is %s"
              .formatted(
                  LimitKeys.IN_FLIGHT.name(), secrets.values().stated(LimitKeys.IN_FLIGHT).text()));
    }
    names.forEach(this::read);
  }

  ImapSettings imap() {
    return new ImapSettings(accounts, limits);
  }

  /** Whoever gets tokens, by the names of their accounts. */
  Map<String, Client> clients() {
    return clients;
  }

  /** What routing must know, by the names of the accounts. */
  Map<String, Mailbox> rules() {
    return rules;
  }

  /** The gateway's own addresses: those of SMTP, and those whose mail is collected in mailboxes. */
  Recipients gateway(Recipients smtp) {
    return new Recipients(
        Stream.concat(smtp.patterns().stream(), collected.stream()).distinct().toList());
  }

  private void read(String name) {
    var loaded = new AccountLoading(name, secrets).load();
    var account = loaded.account();
    if (account.folders().size() > limits.connections()) {
      fault(
          MailboxKeys.FOLDERS.of(name),
          "these are %d, and imap.limits.connections is %d; leave some out, or raise it"
              .formatted(account.folders().size(), limits.connections()));
    }
    accounts.stream()
        .filter(other -> isTwin(other, account))
        .findFirst()
        .ifPresent(
            twin ->
                secrets
                    .faults()
                    .add(
                        new Fault(
                            MailboxKeys.SECTION + "." + name,
                            "",
                            "",
                            "it watches the same folder of the same mailbox as %s.%s; leave it to one"
                                    .formatted(MailboxKeys.SECTION, twin.name())
                                + " of the two")));
    accounts.add(account);
    loaded.client().ifPresent(client -> clients.put(name, client));
    rules.put(name, loaded.rules());
    if (!loaded.rules().personal()) {
      collected.add(account.address().value());
      // The last server notes it as the one whose mailbox it is, and it is nobody's identifier.
      Address.of(account.username()).map(Address::value).ifPresent(collected::add);
    }
  }

  private void fault(Key<?> key, String whatToDo) {
    secrets.faults().add(Fault.in(key, secrets.values().stated(key), whatToDo));
  }

  /** Whether both would bring the same mail. */
  private static boolean isTwin(Account one, Account other) {
    return !one.username().isEmpty()
        && one.server().host().equalsIgnoreCase(other.server().host())
        && one.username().equalsIgnoreCase(other.username())
        && !Collections.disjoint(one.folders(), other.folders());
  }
}
