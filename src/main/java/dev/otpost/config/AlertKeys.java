package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Of what the operator is told, how often, and where. */
final class AlertKeys {

  static final Key<Secret> WEBHOOK =
      open(
          "alerts.webhook",
          AlertWords.webhooks(),
          "none",
          "Where alerts are posted as JSON: the incoming webhook of a Slack, Mattermost or Discord"
              + " channel, or a program of yours. Whoever knows such a URL can write there, so"
              + " rather use webhook-file.");

  static final Key<Optional<Path>> WEBHOOK_FILE =
      open(
          "alerts.webhook-file",
          Words.path(),
          "none",
          "A file that holds the URL and nothing else; several stand in lines of their own.");

  static final Key<List<String>> COMMAND =
      open(
          "alerts.command",
          AlertWords.command(),
          "none",
          "A program that is run for each alert, without a shell: the alert is JSON on its standard"
              + " input, and OTPOST_ALERT_TEXT, OTPOST_ALERT_KIND and so on in its environment."
              + " After 30 s it is killed with what it has started.");

  static final Key<String> MAIL_HOST =
      open(
          "alerts.mail.host",
          Words.host(),
          "none, no mail is sent",
          "The mail server that takes alerts in.");

  static final Key<Optional<Integer>> MAIL_PORT =
      open(
          "alerts.mail.port",
          Amounts.count(1, 65_535).ifAny(),
          "465 if tls is implicit, 587 if it is starttls, else 25",
          "The port of SMTP there.");

  static final Key<Tls> MAIL_TLS =
      key(
          "alerts.mail.tls",
          Words.oneOf(Tls.class),
          "starttls",
          "How the connection is encrypted: implicit from its first byte on; starttls before the"
              + " password and the mail are sent, or nothing is; none not at all, for servers on"
              + " this machine. The certificate of the server is always checked, its name too.");

  static final Key<String> MAIL_USERNAME =
      open(
          "alerts.mail.username",
          MailboxWords.text("the user name in one line"),
          "none, the server is not asked to let anybody in",
          "As whom otpost logs in.");

  static final Key<Secret> MAIL_PASSWORD =
      open(
          "alerts.mail.password",
          MailboxWords.password(),
          "none, there must be one here or in password-file if there is a username",
          "The password. Whoever can read this file can read it, so rather use password-file.");

  static final Key<Optional<Path>> MAIL_PASSWORD_FILE =
      open(
          "alerts.mail.password-file",
          Words.path(),
          "none",
          "A file that holds the password and nothing else.");

  static final Key<Optional<Address>> MAIL_FROM =
      open(
          "alerts.mail.from",
          MailboxWords.address(),
          "the username if it is an address, else it must be given",
          "The address from which alerts come.");

  static final Key<List<Address>> MAIL_TO =
      open(
          "alerts.mail.to",
          AlertWords.addresses(),
          "none, there must be at least one if there is a host",
          "The addresses to which alerts go. Not an address of otpost's own: an alert is not"
              + " posted.");

  static final Key<Optional<Path>> TLS_AUTHORITIES =
      open(
          "alerts.tls-authorities",
          Words.path(),
          "those whom the Java of otpost trusts, not those of the machine",
          "Who may vouch for the certificates of webhooks and of the mail server: a file in PEM"
              + " form with their certificates, for servers with a certificate of a company's"
              + " own.");

  static final Key<Duration> SILENCE =
      key(
          "alerts.silence",
          Amounts.duration("1s", "1h"),
          "2m",
          "How long Skyvern may leave what is posted without an answer before that is an alert. A"
              + " restart of it is over by then.");

  static final Key<Long> DISK_FREE =
      key(
          "alerts.disk-free",
          Amounts.size("0", "1000GiB"),
          "200MiB",
          "With less room on the disk of the spool there is an alert. The codes of a day take a few"
              + " MB, so that with the default there are days left to make room, unless something"
              + " else fills the disk; 0 never alerts.");

  static final Key<Duration> PAUSE =
      key(
          "alerts.pause",
          Amounts.duration("1s", "1d"),
          "10m",
          "How long it takes at least between two alerts about something new of one kind, such as"
              + " one more mail that is held. What comes back within it after it was over must then"
              + " be gone for as long before it is over again.");

  static final Key<Duration> REMINDER =
      key(
          "alerts.reminder",
          Amounts.duration("1m", "30d"),
          "4h",
          "After this time what still stands is told again.");

  /** In the order of {@code conf/otpost.yaml}. */
  static final List<Key<?>> ALL =
      List.of(
          WEBHOOK,
          WEBHOOK_FILE,
          COMMAND,
          MAIL_HOST,
          MAIL_PORT,
          MAIL_TLS,
          MAIL_USERNAME,
          MAIL_PASSWORD,
          MAIL_PASSWORD_FILE,
          MAIL_FROM,
          MAIL_TO,
          TLS_AUTHORITIES,
          SILENCE,
          DISK_FREE,
          PAUSE,
          REMINDER);

  private AlertKeys() {}
}
