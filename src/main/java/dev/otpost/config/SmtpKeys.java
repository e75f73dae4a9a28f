package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.message.Network;
import dev.otpost.message.Recipients;
import dev.otpost.message.Users;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be said of the SMTP listener, in the order of {@code conf/otpost.yaml}. */
final class SmtpKeys {

  static final Key<Boolean> ENABLED =
      key("smtp.enabled", Words.yesOrNo(), "true", "Whether mail is taken in by SMTP at all.");

  static final Key<String> HOST =
      open(
          "smtp.host",
          Words.listenOrAll(),
          "all addresses of this machine, IPv6 too",
          "The address on which mail comes in.");

  static final Key<Integer> PORT =
      key(
          "smtp.port",
          Amounts.port(),
          "2525",
          "The port on which mail comes in. The mail servers of the world deliver to port 25 only:"
              + " listen there, or have 25 led to the port given here.");

  static final Key<String> HOSTNAME =
      open(
          "smtp.hostname",
          Words.hostname(),
          "the name of this machine",
          "The name with which otpost greets other mail servers; the one that your MX record"
              + " names.");

  static final Key<Recipients> RECIPIENTS =
      open(
          "smtp.recipients",
          Words.recipients(),
          "none, there must be at least one",
          "The addresses for which mail is taken in; mail for all others is refused. Plus-tags of"
              + " them (otp+john@gw.example.com) count as well, and \"*@gw.example.com\", with the"
              + " quotes, is a whole domain. Choose one that nobody guesses: whoever knows it can"
              + " send codes to your runs.");

  static final Key<Long> MAX_MESSAGE_SIZE =
      key(
          "smtp.max-message-size",
          Amounts.size("64KiB", "100MiB"),
          "10MiB",
          "The largest mail that is taken in; a larger one is refused. For more than 10MiB give the"
              + " process more memory, six times as much as the largest mail on top of 64 MB"
              + " (OTPOST_JAVA_OPTS=-Xmx256m).");

  static final Key<List<Network>> ALLOWED_NETWORKS =
      open(
          "smtp.allowed-networks",
          Clients.networks(),
          "all, unless there are users",
          "The networks from which mail is taken in, such as that of your own mail server; a client"
              + " elsewhere must log in as one of users. Leave it out where Gmail itself delivers"
              + " to otpost: its networks change.");

  static final Key<Users> USERS =
      open(
          "smtp.users",
          Clients.users(),
          "none",
          "Who may hand over mail from anywhere with a password (SMTP AUTH, in TLS only), each with"
              + " the hash of it that otpost hash-password prints.");

  static final Key<List<Network>> PROXIES =
      open(
          "smtp.proxies",
          Clients.networks(),
          "none",
          "The load balancers in front of otpost. Each of their connections must begin with a"
              + " header of the PROXY protocol (version 1 or 2) that says whose it is; from others"
              + " none is taken.");

  static final Key<Optional<Path>> TLS_CERTIFICATE =
      open(
          "smtp.tls.certificate",
          Words.path(),
          "none, and otpost makes one at every start: with it mail travels encrypted, but nobody"
              + " can tell by it who took the mail in",
          "The certificate that mail servers are shown when they encrypt: a file in PEM form with"
              + " the certificate for smtp.hostname and those behind it, like fullchain.pem of"
              + " certbot. When the file changes it is read again.");

  static final Key<Optional<Path>> TLS_KEY =
      open(
          "smtp.tls.key",
          Words.path(),
          "the file of the certificate",
          "The private key of the certificate: a file in PEM form, RSA or EC, without a passphrase,"
              + " that otpost may read and others may not, like privkey.pem of certbot. When the"
              + " file changes it is read again.");

  static final Key<Boolean> TLS_REQUIRED =
      key(
          "smtp.tls.required",
          Words.yesOrNo(),
          "false",
          "Whether mail is refused that comes unencrypted. Gmail and nearly all others encrypt; the"
              + " mail of the few that cannot would not come in at all.");

  static final Key<Optional<Integer>> TLS_PORT =
      open(
          "smtp.tls.port",
          Amounts.port().ifAny(),
          "none",
          "One more port, on which connections are encrypted from the first byte on (implicit TLS,"
              + " 465 as a rule), for programs that want it so. Mail servers do not: they encrypt"
              + " on smtp.port (STARTTLS).");

  /** All but the limits ({@link LimitKeys}). */
  static final List<Key<?>> ALL =
      List.of(
          ENABLED,
          HOST,
          PORT,
          HOSTNAME,
          RECIPIENTS,
          MAX_MESSAGE_SIZE,
          ALLOWED_NETWORKS,
          USERS,
          PROXIES,
          TLS_CERTIFICATE,
          TLS_KEY,
          TLS_REQUIRED,
          TLS_PORT);

  private SmtpKeys() {}
}
