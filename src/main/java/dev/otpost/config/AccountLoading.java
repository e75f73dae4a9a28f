package dev.otpost.config;

import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.intake.imap.ImapSettings.Server;
import dev.otpost.intake.imap.ImapSettings.Tls;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import dev.otpost.routing.RoutingSettings.Mailbox;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one account whose mailbox is watched. What is missing is no fault if the configuration is
 * read to look at it only.
 */
record AccountLoading(String name, Secrets secrets) {

  /** Ports that say by themselves how a connection is encrypted (RFC 8314, RFC 3501 2.1). */
  private static final int IMPLICIT_PORT = 993;

  private static final int OTHER_PORT = 143;

  /** Google shows passwords for apps in groups of four; the blanks between are none of theirs. */
  private static final Pattern GOOGLE = Pattern.compile("(?i)(?:.+\\.)?(?:gmail|googlemail)\\.com");

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  /**
   * What was read.
   *
   * @param client empty if the account has no tokens
   */
  record Loaded(Account account, Optional<Client> client, Mailbox rules) {}

  Loaded load() {
    var preset = get(OAuthKeys.PRESET);
    var server = server(preset);
    var username = get(MailboxKeys.USERNAME);
    if (username.isEmpty()) {
      missing(MailboxKeys.USERNAME, "say as whom otpost logs in, as a rule the whole mail address");
    }
    var tokens = new OAuthLoading(name, secrets);
    var login = login(server.host(), tokens.isGiven());
    var folders = get(MailboxKeys.FOLDERS);
    var after = after(folders);
    var pollInterval = get(MailboxKeys.POLL_INTERVAL);
    var since = get(MailboxKeys.SINCE);
    var recipient = get(MailboxKeys.RECIPIENT);
    var account =
        new Account(
            name,
            server,
            username,
            login,
            recipient.or(() -> Address.of(username)).orElse(new Address(name + "@imap.invalid")),
            folders,
            after,
            pollInterval,
            since);
    return new Loaded(account, tokens.client(username, preset), rules(recipient));
  }

  private Mailbox rules(Optional<Address> recipient) {
    var from = get(MailboxKeys.FROM);
    var subject = get(MailboxKeys.SUBJECT);
    var to = get(MailboxKeys.TO);
    return new Mailbox(recipient.isEmpty(), get(MailboxKeys.WITHOUT_OTP), from, subject, to);
  }

  private Server server(Optional<Preset> preset) {
    var given = get(MailboxKeys.HOST);
    var host = given.isEmpty() ? preset.map(Preset::host).orElse("") : given;
    if (host.isEmpty()) {
      missing(
          MailboxKeys.HOST,
          "say on which server the mailbox is; give " + MailboxKeys.HOST.form().unit());
    }
    var port = get(MailboxKeys.PORT);
    var tls = get(MailboxKeys.TLS);
    if (tls == Tls.NONE && !host.isEmpty() && Words.isElsewhere(host)) {
      secrets
          .warnings()
          .add(
              "%s is none to another network: the password and the codes can be read on the way; use"
                      .formatted(MailboxKeys.TLS.of(name).name())
                  + " implicit or starttls");
    }
    return new Server(host, port(port, tls), tls, get(MailboxKeys.TLS_AUTHORITIES));
  }

  private int port(Optional<Integer> port, Tls tls) {
    boolean implicit = tls == Tls.IMPLICIT;
    if (port.filter(it -> it == (implicit ? OTHER_PORT : IMPLICIT_PORT)).isPresent()) {
      fault(
          MailboxKeys.PORT,
          "on this port tls is %s as a rule, and here it is %s; leave out one of the two"
              .formatted(implicit ? "starttls" : "implicit", tls.name().toLowerCase(Locale.ROOT)));
    }
    return port.orElse(implicit ? IMPLICIT_PORT : OTHER_PORT);
  }

  private Login login(String host, boolean tokens) {
    var password =
        secrets.read("password", in(MailboxKeys.PASSWORD), in(MailboxKeys.PASSWORD_FILE));
    if (tokens && password.isPresent() && secrets.purpose() == Purpose.SERVE) {
      secrets
          .faults()
          .add(
              new Fault(
                  MailboxKeys.SECTION + "." + name,
                  "",
                  "",
                  "it has both a password and oauth; leave one of the two"));
    }
    if (!tokens && password.isEmpty()) {
      missing(
          MailboxKeys.PASSWORD_FILE,
          "write the password into a file and name it here, or say by oauth how tokens are had");
    }
    return tokens ? new Login.Token() : new Login.Password(own(host, password.orElse(Secret.NONE)));
  }

  private static Secret own(String host, Secret password) {
    return GOOGLE.matcher(host).matches()
        ? new Secret(BLANKS.matcher(password.value()).replaceAll(""))
        : password;
  }

  private After after(List<String> folders) {
    var after = get(MailboxKeys.AFTER);
    if (after instanceof After.Move(var folder) && folders.contains(folder)) {
      fault(MailboxKeys.AFTER, "this folder is watched itself; name another one");
    }
    return after;
  }

  private <T> Key<T> in(Key<T> key) {
    return key.of(name);
  }

  private <T> T get(Key<T> key) {
    return secrets.values().get(in(key));
  }

  private void fault(Key<?> key, String whatToDo) {
    secrets.faults().add(Fault.in(in(key), secrets.values().stated(in(key)), whatToDo));
  }

  private void missing(Key<?> key, String whatToDo) {
    if (secrets.purpose() == Purpose.SERVE) {
      secrets.faults().add(Fault.missing(in(key), whatToDo));
    }
  }
}
