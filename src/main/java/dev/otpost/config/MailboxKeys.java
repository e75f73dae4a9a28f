package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.PostingSettings.WithoutOtp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of a mailbox that is watched. */
final class MailboxKeys {

  static final String SECTION = "imap.accounts";

  static final Key<String> HOST =
      open(
          "imap.accounts.*.host",
          Words.host(),
          "that of oauth.preset if there is one, else it must be given",
          "The server on which the mailbox is.");

  static final Key<Optional<Integer>> PORT =
      open(
          "imap.accounts.*.port",
          Amounts.count(1, 65_535).ifAny(),
          "993 if tls is implicit, else 143",
          "The port of IMAP there.");

  static final Key<Tls> TLS =
      key(
          "imap.accounts.*.tls",
          Words.oneOf(Tls.class),
          "implicit",
          "How the connection is encrypted: implicit from its first byte on; starttls before the"
              + " password is sent; none not at all, so that whoever is on the way can read the"
              + " password and the codes, which is for servers on this machine. The certificate of"
              + " the server is always checked, its name too.");

  static final Key<Optional<Path>> TLS_AUTHORITIES =
      open(
          "imap.accounts.*.tls-authorities",
          Words.path(),
          "those whom the Java of otpost trusts, not those of the machine",
          "Who may vouch for the certificate of the server: a file in PEM form with their"
              + " certificates, for servers with a certificate of a company's own.");

  static final Key<String> USERNAME =
      open(
          "imap.accounts.*.username",
          MailboxWords.text("the user name in one line"),
          "none, it must be given",
          "As whom otpost logs in, as a rule the whole mail address.");

  static final Key<Secret> PASSWORD =
      open(
          "imap.accounts.*.password",
          MailboxWords.password(),
          "none, there must be one here or in password-file unless there is oauth",
          "The password, for Gmail, iCloud, Yahoo and Fastmail one that you make there for this app"
              + " alone. Whoever can read this file can read it, so rather use password-file.");

  static final Key<Optional<Path>> PASSWORD_FILE =
      open(
          "imap.accounts.*.password-file",
          Words.path(),
          "none",
          "A file that holds the password and nothing else.");

  static final Key<List<String>> FOLDERS =
      key(
          "imap.accounts.*.folders",
          MailboxWords.folders(),
          "INBOX",
          "Which folders are watched, labels of Gmail too; each takes a connection of its own.");

  static final Key<After> AFTER =
      key(
          "imap.accounts.*.after",
          MailboxWords.after(),
          "keep",
          "What becomes of a mail in the mailbox when it is safe here and was for Skyvern: keep"
              + " leaves it as it was, unread; seen marks it as read; move: moves it to another"
              + " folder, which is made if it is missing; delete deletes it. Mail that is ignored"
              + " or held is never touched.");

  static final Key<Duration> POLL_INTERVAL =
      key(
          "imap.accounts.*.poll-interval",
          Amounts.duration("5s", "1m"),
          "15s",
          "How often the server is asked for new mail if it cannot tell by itself (IDLE).");

  static final Key<Optional<Duration>> SINCE =
      open(
          "imap.accounts.*.since",
          Amounts.duration("1s", "30d").ifAny(),
          "none, only what comes from then on",
          "How old the mail may be that is taken when a folder is watched for the first time.");

  static final Key<Optional<Address>> RECIPIENT =
      open(
          "imap.accounts.*.recipient",
          MailboxWords.address(),
          "none, it is a person's own mailbox",
          "The address of the gateway whose mail this mailbox collects: mail is handled as if it"
              + " had come to that address by SMTP, plus-tags and routes too. Leave it out for a"
              + " person's own mailbox, whose address is an identifier like any other.");

  static final Key<Wildcards> FROM =
      open(
          "imap.accounts.*.from",
          Words.senders(),
          "everybody",
          "Whose mail is looked at; all other is passed over.");

  static final Key<Wildcards> SUBJECT =
      open(
          "imap.accounts.*.subject",
          MailboxWords.subjects(),
          "all",
          "Mail with which subjects is looked at; a pattern is for the whole subject.");

  static final Key<Wildcards> TO =
      open(
          "imap.accounts.*.to",
          MailboxWords.addressees(),
          "everybody",
          "Mail to whom is looked at. Of from, subject and to a mail must suit all that are"
              + " given.");

  static final Key<WithoutOtp> WITHOUT_OTP =
      key(
          "imap.accounts.*.without-otp",
          Words.oneOf(WithoutOtp.class),
          "ignore",
          "What becomes of mail in which otpost finds neither a code nor a link: ignore keeps it"
              + " from Skyvern, and nothing of it is kept here; post gives it to Skyvern to read,"
              + " for mailboxes to which nothing comes but codes.");

  /** One set for each account. */
  static final Family ACCOUNTS =
      new Family(
          SECTION,
          Stream.of(
                  List.<Key<?>>of(
                      HOST,
                      PORT,
                      TLS,
                      TLS_AUTHORITIES,
                      USERNAME,
                      PASSWORD,
                      PASSWORD_FILE,
                      FOLDERS,
                      AFTER,
                      POLL_INTERVAL,
                      SINCE,
                      RECIPIENT,
                      FROM,
                      SUBJECT,
                      TO,
                      WITHOUT_OTP),
                  OAuthKeys.ALL)
              .flatMap(List::stream)
              .toList());

  private MailboxKeys() {}
}
