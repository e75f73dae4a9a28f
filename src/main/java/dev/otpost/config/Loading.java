package dev.otpost.config;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.config.Configuration.Unreadable;
import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Layer.Rank;
import dev.otpost.config.WayLoading.Way;
import dev.otpost.delivery.DeliverySettings;
import dev.otpost.delivery.GmailSettings;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Secret;
import dev.otpost.parsing.ParsingSettings;
import dev.otpost.routing.PostingSettings;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.RoutingSettings.Identifiers;
import dev.otpost.routing.SenderSettings;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One reading of the configuration, from its sources to the settings. For one thread, used once.
 */
final class Loading {

  private final Origin origin;
  private final Purpose purpose;
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<Rank, Map<Key<?>, Stated>> layers = new EnumMap<>(Rank.class);

  Loading(Origin origin, Purpose purpose) {
    this.origin = origin;
    this.purpose = purpose;
  }

  Configuration load() {
    layers.put(Rank.ENVIRONMENT, Environment.ours(origin.environment(), faults));
    if (origin.file().isPresent()) {
      var file = origin.file().get();
      try {
        var values = YamlFile.read(file.toString(), Files.readString(file), faults);
        layers.put(Rank.FILE, values.orElse(Map.of()));
        if (layers.get(Rank.FILE).entrySet().stream().anyMatch(Loading::isSecret)
            && SecretFile.isOpenToAll(file)) {
          warnings.add(SecretFile.openToAll("the secrets", file));
        }
        if (values.isEmpty()) {
          // Whatever else might be said, of missing keys for one, would come from the file being
          // unread.
          return new Faulty(List.copyOf(faults));
        }
      } catch (IOException e) {
        return new Unreadable(file, remedy(e));
      }
    }
    layers.put(Rank.STANDARD, standards());
    layers.put(Rank.SKYVERN_ENVIRONMENT, Environment.skyvern(origin.environment()));
    layers.put(Rank.CREDENTIALS, credentials());
    var settings = settings(new Values(layers, faults));
    return faults.isEmpty()
        ? new Loaded(settings, List.copyOf(warnings))
        : new Faulty(List.copyOf(faults));
  }

  /** Most proxies want no password, and are no secret then. */
  private static boolean isSecret(Map.Entry<Key<?>, Stated> said) {
    var form = said.getKey().form();
    return form.secret()
        && (!form.unit().equals(ProxyLoading.form().unit())
            || ProxyLoading.holdsPassword(said.getValue().text()));
  }

  private static String remedy(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file; write one with \"otpost init\"";
      case AccessDeniedException _ -> "otpost may not read it; run it as a user who may";
      case CharacterCodingException _ -> "it is not UTF-8 text; save it as such";
      default -> "it cannot be read; name a plain file";
    };
  }

  /** Those of a family of which somebody says something. */
  private SortedSet<String> names(Family family) {
    return layers.values().stream()
        .flatMap(layer -> layer.keySet().stream())
        .flatMap(key -> family.nameIn(key.name()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every key there is, with those of families for the names that somebody gives. */
  private Stream<Key<?>> keys() {
    return Stream.concat(
        Keys.ALL.stream(),
        Keys.FAMILIES.stream()
            .flatMap(
                family ->
                    names(family).stream()
                        .flatMap(name -> family.keys().stream().<Key<?>>map(key -> key.of(name)))));
  }

  private Map<Key<?>, Stated> standards() {
    var standards = new HashMap<Key<?>, Stated>();
    keys().forEach(key -> standards.put(key, new Stated(key.standard(), "default")));
    standards.put(Keys.SPOOL_PATH, new Stated(origin.spool().toString(), "default"));
    // A machine may call itself anything; what is no host name is not said to other servers.
    var named = SmtpKeys.HOSTNAME.form().read(origin.hostname()) instanceof Good<String>;
    standards.put(
        SmtpKeys.HOSTNAME, new Stated(named ? origin.hostname() : "localhost", "default"));
    return standards;
  }

  /**
   * Secrets that systemd hands over (LoadCredential=), each in a file named like its key.
   *
   * <p>The unit hands over the API key whether there is one or not. Only that one may be blank: it
   * is asked for then, while blank passwords would open what they are to close.
   */
  private Map<Key<?>, Stated> credentials() {
    var stated = new HashMap<Key<?>, Stated>();
    if (purpose == Purpose.SERVE) {
      origin
          .directory("CREDENTIALS_DIRECTORY")
          .ifPresent(
              directory ->
                  keys()
                      .filter(key -> key.form().secret())
                      .filter(key -> !Files.notExists(directory.resolve(key.name())))
                      .filter(key -> !key.equals(Keys.SKYVERN_API_KEY) || !isBlank(directory))
                      .forEach(key -> credential(key, directory.resolve(key.name()), stated)));
    }
    return stated;
  }

  /** Whether the API key that is handed over is none. */
  private static boolean isBlank(Path credentials) {
    try {
      var key = credentials.resolve(Keys.SKYVERN_API_KEY.name());
      return Files.size(key) <= SecretFile.MAX_FILE && Files.readString(key).isBlank();
    } catch (IOException unreadable) {
      return false; // which is said when it is read
    }
  }

  private void credential(Key<?> key, Path file, Map<Key<?>, Stated> stated) {
    switch (SecretFile.read("secret", file)) {
      case Good<String>(var secret) ->
          stated.put(key, new Stated(secret, "credential " + key.name()));
      case Bad<String>(var whatToDo) ->
          faults.add(new Fault(key.name(), "credential " + key.name(), "", whatToDo));
    }
  }

  private Settings settings(Values values) {
    var secrets = new Secrets(values, purpose, faults, warnings);
    var baseUrl = values.get(Keys.SKYVERN_BASE_URL);
    var way = new WayLoading(secrets, Way.SKYVERN);
    var skyvern =
        new SkyvernSettings(
            baseUrl,
            apiKey(secrets),
            values.get(Keys.DELIVERY_CALL_TIMEOUT),
            way.tls(baseUrl, Tls.STANDARD),
            way.proxy(Optional.empty()));
    if (Words.isOpenRoad(skyvern.baseUrl())) {
      warnings.add(
          "skyvern.base-url is http to another network: the API key and the codes can be read on"
              + " the way; use https");
    }
    var directory = values.get(Keys.SPOOL_PATH).orElseThrow();
    var smtp =
        new SmtpSettings(
            values.get(SmtpKeys.ENABLED),
            values.get(SmtpKeys.HOST),
            values.get(SmtpKeys.PORT),
            values.get(SmtpKeys.HOSTNAME),
            values.get(SmtpKeys.RECIPIENTS),
            values.get(SmtpKeys.MAX_MESSAGE_SIZE),
            LimitKeys.limits(values),
            new TlsLoading(values, faults, warnings).tls(),
            new SmtpSettings.Access(
                values.get(SmtpKeys.ALLOWED_NETWORKS),
                values.get(SmtpKeys.USERS),
                values.get(SmtpKeys.PROXIES)),
            new SmtpSettings.Bodies(
                values.get(LimitKeys.IN_FLIGHT), directory.resolve("incoming")));
    if (smtp.bodies().inFlight() < smtp.maxMessageSize()) {
      faults.add(
          Fault.in(
              LimitKeys.IN_FLIGHT,
              values.stated(LimitKeys.IN_FLIGHT),
              "give at least smtp.max-message-size, which is "
                  + values.stated(SmtpKeys.MAX_MESSAGE_SIZE).text()));
    }
    if (purpose == Purpose.SERVE && !values.given(SmtpKeys.RECIPIENTS)) {
      wayIn(smtp.enabled(), values);
    }
    var gmail = new GmailSettings(values.get(Keys.GMAIL_AUTO_CONFIRM));
    var spool =
        new SpoolSettings(
            directory, values.get(Keys.RETENTION_CONTENT), values.get(Keys.RETENTION_HISTORY));
    if (spool.history().compareTo(spool.content()) < 0) {
      faults.add(
          Fault.in(
              Keys.RETENTION_HISTORY,
              values.stated(Keys.RETENTION_HISTORY),
              "give at least retention.content, which is "
                  + values.stated(Keys.RETENTION_CONTENT).text()));
    }
    var mailboxes =
        new MailboxLoading(names(MailboxKeys.ACCOUNTS), smtp.bodies().inFlight(), secrets);
    var routes = new RouteLoading(names(RouteKeys.ROUTES), values, skyvern, secrets, faults);
    return new Settings(
        smtp,
        mailboxes.imap(),
        new OAuthSettings(directory.resolve("oauth"), mailboxes.clients()),
        new ParsingSettings(Math.toIntExact(values.get(Keys.PARSING_MAX_HTML))),
        new RoutingSettings(
            mailboxes.gateway(smtp.recipients()),
            values.get(Keys.DELIVERY_LIFETIME),
            new PostingSettings(
                values.get(Keys.DELIVERY_CONTENT), values.get(Keys.DELIVERY_WITHOUT_OTP)),
            routes.routes(),
            new Identifiers(
                values.get(Keys.IDENTIFIERS_ALIASES), values.get(Keys.IDENTIFIERS_ALLOW)),
            mailboxes.rules()),
        new SenderSettings(values.get(Keys.SENDERS_ALLOW), values.get(Keys.SENDERS_REQUIRE)),
        spool,
        new DeliverySettings(values.get(Keys.DELIVERY_PARALLEL), routes.destinations()),
        gmail,
        new WebLoading(secrets).load(),
        new AlertLoading(secrets).load(),
        values.get(Keys.LOG_FORMAT));
  }

  /** Without recipients nothing comes in by SMTP, nor by {@code otpost ingest}. */
  private void wayIn(boolean smtp, Values values) {
    if (smtp) {
      faults.add(
          Fault.missing(
              SmtpKeys.RECIPIENTS,
              "say for which addresses mail is taken in; give "
                  + SmtpKeys.RECIPIENTS.form().unit()));
    } else if (names(MailboxKeys.ACCOUNTS).isEmpty()) {
      faults.add(
          Fault.in(
              SmtpKeys.ENABLED,
              values.stated(SmtpKeys.ENABLED),
              "nothing comes in so; take mail in by SMTP, or name a mailbox that is watched below "
                  + MailboxKeys.SECTION
                  + ", or for otpost ingest the addresses in smtp.recipients"));
    }
  }

  private Secret apiKey(Secrets secrets) {
    var key = secrets.read("API key", Keys.SKYVERN_API_KEY, Keys.SKYVERN_API_KEY_FILE);
    if (key.isEmpty() && purpose == Purpose.SERVE) {
      faults.add(
          Fault.missing(
              Keys.SKYVERN_API_KEY,
              "write the API key of your Skyvern organisation into "
                  + (origin.directory("CREDENTIALS_DIRECTORY").filter(Loading::isBlank).isPresent()
                      ? Origin.SYSTEM_KEY + " and start the service again"
                      : "a file and name it in skyvern.api-key-file, or set SKYVERN_API_KEY in the"
                          + " environment")));
    }
    return key.orElse(Secret.NONE);
  }
}
