package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import dev.otpost.routing.PostingSettings;
import dev.otpost.routing.RoutingSettings.Alias;
import dev.otpost.routing.SenderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every key there is, in the order of {@code conf/otpost.yaml}. Those of a large section stand in a
 * class of its own.
 */
final class Keys {

  static final Key<URI> SKYVERN_BASE_URL =
      key(
          "skyvern.base-url",
          Words.baseUrl(),
          "https://api.skyvern.com",
          "Where Skyvern answers: its cloud, or your own server such as http://localhost:8000.");

  static final Key<Secret> SKYVERN_API_KEY =
      open(
          "skyvern.api-key",
          Words.secret(),
          "none, there must be one here or in api-key-file",
          "The API key of your Skyvern organisation (in Skyvern: Settings, API Keys). Whoever can"
              + " read this file can read it, so rather use api-key-file.");

  static final Key<Optional<Path>> SKYVERN_API_KEY_FILE =
      open(
          "skyvern.api-key-file",
          Words.path(),
          "none",
          "A file that holds the API key and nothing else.");

  static final Key<Optional<Path>> SKYVERN_CA_FILE =
      open(
          "skyvern.ca-file",
          Words.path(),
          "those whom the Java of otpost trusts, not those of the machine",
          "The authorities that may vouch for this Skyvern, and no others: a file in PEM form with"
              + " their certificates, for a server of your own with an authority of your own, or"
              + " behind a proxy that reads along.");

  static final Key<Optional<Path>> SKYVERN_CLIENT_CERTIFICATE =
      open(
          "skyvern.client-certificate",
          Words.path(),
          "none",
          "The certificate that otpost shows to a Skyvern that asks for one (mTLS): a file in PEM"
              + " form with it and those behind it. It is read again on SIGHUP.");

  static final Key<Optional<Path>> SKYVERN_CLIENT_KEY =
      open(
          "skyvern.client-key",
          Words.path(),
          "the file of client-certificate",
          "The private key of client-certificate: a file in PEM form, RSA or EC, without a"
              + " passphrase, that otpost may read and others may not.");

  static final Key<Secret> SKYVERN_PROXY =
      open(
          "skyvern.proxy",
          ProxyLoading.form(),
          "none, whatever HTTP_PROXY and HTTPS_PROXY say",
          "The HTTP proxy through which this Skyvern is called (CONNECT for https). With a user and"
              + " a password in it rather use proxy-file.");

  static final Key<Optional<Path>> SKYVERN_PROXY_FILE =
      open(
          "skyvern.proxy-file",
          Words.path(),
          "none",
          "A file that holds what would stand in proxy, and nothing else.");

  static final Key<Long> PARSING_MAX_HTML =
      key(
          "parsing.max-html",
          Amounts.size("64KiB", "16MiB"),
          "1MiB",
          "How much HTML of one mail is read; what is beyond is cut off, and the text says so.");

  static final Key<Optional<Path>> SPOOL_PATH =
      open(
          "spool.path",
          Words.path(),
          "/var/lib/otpost if it is there, else ~/.local/state/otpost",
          "The directory in which mail is kept until Skyvern has it. It is made if it is missing,"
              + " readable by its owner only.");

  static final Key<Duration> RETENTION_CONTENT =
      key(
          "retention.content",
          Amounts.duration("0s", "365d"),
          "1h",
          "How long a mail and its text are kept after it is settled; 0s erases them at once. What"
              + " is held for you keeps them as long as the record of it.");

  static final Key<Duration> RETENTION_HISTORY =
      key(
          "retention.history",
          Amounts.duration("1h", "3650d"),
          "30d",
          "How long it is remembered that there was a mail, without its text, so that the same mail"
              + " is not posted twice; at least as long as retention.content.");

  static final Key<Duration> DELIVERY_LIFETIME =
      key(
          "delivery.lifetime",
          Amounts.duration("1s", "1d"),
          "15m",
          "How long a code is worth posting after its mail came in. A run of Skyvern waits 15"
              + " minutes for it.");

  static final Key<PostingSettings.Content> DELIVERY_CONTENT =
      key(
          "delivery.content",
          Words.oneOf(PostingSettings.Content.class),
          "text",
          "What is posted: text is the subject and the text of the mail, and Skyvern finds the code"
              + " in it; code is the bare code or link, which Skyvern takes as it is, without a"
              + " language model and its cost, and the text where otpost is not certain of"
              + " either.");

  static final Key<PostingSettings.WithoutOtp> DELIVERY_WITHOUT_OTP =
      key(
          "delivery.without-otp",
          Words.oneOf(PostingSettings.WithoutOtp.class),
          "post",
          "What becomes of mail in which otpost finds neither a code nor a link: post gives it to"
              + " Skyvern to read, ignore keeps it from Skyvern; queue list shows it.");

  static final Key<Duration> DELIVERY_CALL_TIMEOUT =
      key(
          "delivery.call-timeout",
          Amounts.duration("1s", "10m"),
          "60s",
          "How long Skyvern may take to answer one call before it is tried again.");

  static final Key<Integer> DELIVERY_PARALLEL =
      key(
          "delivery.parallel",
          Amounts.count(1, 1000),
          "64",
          "How many calls to Skyvern may be under way at once. Codes for the same identifier always"
              + " go one after the other.");

  static final Key<Boolean> DELIVERY_PUSH =
      key(
          "delivery.push",
          Words.yesOrNo(),
          "true",
          "Whether codes are posted to Skyvern. false: they wait until a run fetches them"
              + " (totp_verification_url), or their life ends.");

  static final Key<Wildcards> SENDERS_ALLOW =
      open(
          "senders.allow",
          Words.senders(),
          "everybody",
          "Whose mail is taken in; all other is refused. It is asked of the From of the original"
              + " mail, not of who forwarded it, unless senders.require is dkim; Gmail's question"
              + " whether it may forward is always taken in. By itself it keeps out mistakes and"
              + " no forger: anybody can write any From.");

  static final Key<SenderSettings.Require> SENDERS_REQUIRE =
      key(
          "senders.require",
          Words.oneOf(SenderSettings.Require.class),
          "none",
          "What a sender must prove. dkim: that the mail comes from the domain in its From, by a"
              + " valid signature of that domain, or of one above it; mail without is refused. A"
              + " mail that a rule of Gmail's forwards keeps its signature. One that a person"
              + " forwards bears his, so then senders.allow must name him, and not the site that"
              + " he quotes. Keys are looked up in the DNS before mail is answered, for 5 seconds"
              + " at most; when it does not answer, the mail comes again later.");

  static final Key<Boolean> GMAIL_AUTO_CONFIRM =
      key(
          "gmail.auto-confirm",
          Words.yesOrNo(),
          "false",
          "Whether otpost itself says yes when Gmail asks whether a mailbox may forward to it, by"
              + " sending the form behind its link. It does this only for mail that bears Google's"
              + " signature (DKIM, for whose key the DNS is asked), or was sent to an address in"
              + " smtp.recipients that nobody guesses: with at least 8 letters and digits in a row"
              + " that change places 3 times, as in otp-7f3k9q2m. Google may change how this works,"
              + " so look at otpost confirmations all the same.");

  static final Key<LogFormat> LOG_FORMAT =
      key(
          "log.format",
          Words.oneOf(LogFormat.class),
          "text",
          "How the log on standard output is written: text for people, json for collectors.");

  static final Key<List<Alias>> IDENTIFIERS_ALIASES =
      open(
          "identifiers.aliases",
          Words.aliases(),
          "none",
          "Other names of the identifiers that Skyvern waits for, for dots and tags of Gmail and"
              + " the like: mail for the alias is posted for the identifier.");

  static final Key<Wildcards> IDENTIFIERS_ALLOW =
      open(
          "identifiers.allow",
          Words.identifiers(),
          "everybody's",
          "Whose codes are posted. Anybody who knows your address can write to it that a mail is"
              + " for whomever he likes: a code for others than these is held for you to look at.");

  /** All that have a name in their middle. */
  static final List<Family> FAMILIES = List.of(MailboxKeys.ACCOUNTS, RouteKeys.ROUTES);

  /** All that do not. */
  static final List<Key<?>> ALL =
      Stream.of(
              List.<Key<?>>of(
                  SKYVERN_BASE_URL,
                  SKYVERN_API_KEY,
                  SKYVERN_API_KEY_FILE,
                  SKYVERN_CA_FILE,
                  SKYVERN_CLIENT_CERTIFICATE,
                  SKYVERN_CLIENT_KEY,
                  SKYVERN_PROXY,
                  SKYVERN_PROXY_FILE,
                  PullKeys.KEYS,
                  PullKeys.KEYS_FILE),
              SmtpKeys.ALL,
              LimitKeys.ALL,
              List.<Key<?>>of(
                  IDENTIFIERS_ALIASES, IDENTIFIERS_ALLOW, SENDERS_ALLOW, SENDERS_REQUIRE),
              HttpKeys.ALL,
              PullKeys.ALL,
              SmsKeys.ALL,
              List.<Key<?>>of(
                  PARSING_MAX_HTML,
                  SPOOL_PATH,
                  RETENTION_CONTENT,
                  RETENTION_HISTORY,
                  DELIVERY_LIFETIME,
                  DELIVERY_CONTENT,
                  DELIVERY_WITHOUT_OTP,
                  DELIVERY_CALL_TIMEOUT,
                  DELIVERY_PARALLEL,
                  DELIVERY_PUSH,
                  GMAIL_AUTO_CONFIRM,
                  LOG_FORMAT,
                  LimitKeys.SHUTDOWN_GRACE),
              AlertKeys.ALL,
              MailboxLimitKeys.ALL)
          .flatMap(List::stream)
          .toList();

  private Keys() {}

  /** The key of this very name. */
  static Optional<Key<?>> named(String name) {
    return ALL.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .or(() -> members(name).filter(key -> key.name().equals(name)).findFirst());
  }

  /** The key that this variable of the environment is for. */
  static Optional<Key<?>> ofVariable(String variable) {
    return ALL.stream()
        .filter(key -> key.variable().equals(variable))
        .findFirst()
        .or(() -> members(variable).filter(key -> key.variable().equals(variable)).findFirst());
  }

  /** What may have been meant by a variable that is none. */
  static List<String> variablesLike(String written) {
    return candidates(written).map(Key::variable).toList();
  }

  /** What may have been meant by a name in the file that is none: a key or a section. */
  static List<String> namesLike(String written) {
    return candidates(written)
        .map(Key::name)
        .flatMap(name -> Stream.of(name, name.substring(0, name.lastIndexOf('.'))))
        .distinct()
        .toList();
  }

  /** Whether keys stand below this name. */
  static boolean isSection(String name) {
    return ALL.stream().anyMatch(key -> key.name().startsWith(name + "."))
        || FAMILIES.stream().anyMatch(family -> family.isSection(name));
  }

  private static Stream<Key<?>> candidates(String written) {
    return Stream.concat(ALL.stream(), members(written));
  }

  private static Stream<Key<?>> members(String written) {
    return FAMILIES.stream().flatMap(family -> family.members(written));
  }
}
