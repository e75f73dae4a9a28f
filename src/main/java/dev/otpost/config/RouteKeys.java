package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.message.Identifier;
import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be said of a route. */
final class RouteKeys {

  static final Key<Wildcards> RECIPIENT =
      open(
          "routes.*.recipient",
          Words.addresses(),
          "any",
          "Which addresses of the gateway the route is for, their plus-tags too. A route with"
              + " neither recipient nor from is for its name as a tag (otp+acme@gw.example.com),"
              + " which does for any route.");

  static final Key<Wildcards> FROM =
      open(
          "routes.*.from",
          Words.sites(),
          "any",
          "Which sites the route is for, subdomains too. Two that write to one address get lanes of"
              + " their own so.");

  static final Key<Optional<Identifier>> IDENTIFIER =
      open(
          "routes.*.identifier",
          Words.identifier(),
          "the one in the mail",
          "Whose codes come this way.");

  static final Key<Optional<URI>> BASE_URL =
      open(
          "routes.*.base-url",
          Words.baseUrlIfAny(),
          "skyvern.base-url",
          "Where they are posted. Another Skyvern needs a key of its own.");

  static final Key<Secret> API_KEY =
      open(
          "routes.*.api-key",
          Words.secret(),
          "the one of skyvern",
          "The API key for this route; rather use api-key-file.");

  static final Key<Optional<Path>> API_KEY_FILE =
      open(
          "routes.*.api-key-file",
          Words.path(),
          "none",
          "A file that holds the API key for this route and nothing else.");

  static final Key<Optional<Path>> CA_FILE =
      open(
          "routes.*.ca-file",
          Words.path(),
          "that of skyvern if base-url is the same, else those whom the Java of otpost trusts",
          "The authorities that may vouch for the Skyvern of this route, and no others.");

  static final Key<Optional<Path>> CLIENT_CERTIFICATE =
      open(
          "routes.*.client-certificate",
          Words.path(),
          "that of skyvern if base-url is the same, else none",
          "The certificate that otpost shows to the Skyvern of this route.");

  static final Key<Optional<Path>> CLIENT_KEY =
      open(
          "routes.*.client-key",
          Words.path(),
          "the file of client-certificate",
          "Its private key.");

  static final Key<Secret> PROXY =
      open(
          "routes.*.proxy",
          ProxyLoading.form(),
          "that of skyvern if base-url is the same, else none",
          "The HTTP proxy through which the Skyvern of this route is called; with a user and a"
              + " password in it rather use proxy-file.");

  static final Key<Optional<Path>> PROXY_FILE =
      open(
          "routes.*.proxy-file",
          Words.path(),
          "none",
          "A file that holds what would stand in proxy, and nothing else.");

  static final Key<String> SOURCE =
      key(
          "routes.*.source",
          Words.label("a word such as email, sms or phone"),
          "email",
          "What Skyvern is told that the codes of mails come from; those of text messages come from"
              + " phone.");

  static final Key<String> WORKFLOW_RUN_ID =
      open(
          "routes.*.workflow-run-id",
          Words.label("an id like wr_123"),
          "none",
          "The only workflow run that the codes are for.");

  static final Key<String> WORKFLOW_ID =
      open(
          "routes.*.workflow-id",
          Words.label("an id like wpid_123"),
          "none",
          "The only workflow that the codes are for.");

  static final Key<String> TASK_ID =
      open(
          "routes.*.task-id",
          Words.label("an id like tsk_123"),
          "none",
          "The only task that the codes are for.");

  static final Key<Optional<Boolean>> PUSH =
      open(
          "routes.*.push",
          Words.yesOrNo().ifAny(),
          "delivery.push",
          "Whether the codes are posted. false: they wait until a run fetches them.");

  static final Key<Secret> PULL_KEYS =
      open(
          "routes.*.pull-keys",
          Words.secrets(),
          "those of skyvern if the API key is its own, else none",
          "API keys that Skyvern may sign with as well when it fetches codes of this route, while"
              + " its api-key is being changed; rather use pull-keys-file.");

  static final Key<Optional<Path>> PULL_KEYS_FILE =
      open(
          "routes.*.pull-keys-file",
          Words.path(),
          "none",
          "A file that holds these keys and nothing else, one a line.");

  /** One set for each route. */
  static final Family ROUTES =
      new Family(
          "routes",
          List.of(
              RECIPIENT,
              FROM,
              IDENTIFIER,
              BASE_URL,
              API_KEY,
              API_KEY_FILE,
              CA_FILE,
              CLIENT_CERTIFICATE,
              CLIENT_KEY,
              PROXY,
              PROXY_FILE,
              SOURCE,
              WORKFLOW_RUN_ID,
              WORKFLOW_ID,
              TASK_ID,
              PUSH,
              PULL_KEYS,
              PULL_KEYS_FILE));

  private RouteKeys() {}
}
