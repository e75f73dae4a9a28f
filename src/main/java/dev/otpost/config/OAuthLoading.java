package dev.otpost.config;

import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.message.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Reads how the tokens of one account are had. What is missing is no fault for a mere look. */
record OAuthLoading(String account, Secrets secrets) {

  /** Empty if nothing is said of tokens, or not enough. */
  Optional<OAuthSettings.Client> client(String username, Optional<Preset> preset) {
    var clientId = get(OAuthKeys.CLIENT_ID);
    var provider = provider(preset.map(Preset::provider));
    var clientSecret = secret("secret", OAuthKeys.CLIENT_SECRET, OAuthKeys.CLIENT_SECRET_FILE);
    var refreshToken = secret("token", OAuthKeys.REFRESH_TOKEN, OAuthKeys.REFRESH_TOKEN_FILE);
    if (!isGiven()) {
      return Optional.empty();
    }
    if (clientId.isEmpty()) {
      missing(
          OAuthKeys.CLIENT_ID,
          "register a client for otpost with the provider of the mailbox, and give its id here");
    }
    if (provider.isEmpty()) {
      missing(
          OAuthKeys.PRESET,
          "give %s, or the endpoints of your provider, token-endpoint at least"
              .formatted(OAuthKeys.PRESET.form().unit()));
    }
    return provider.map(
        it -> new OAuthSettings.Client(username, it, clientId, clientSecret, refreshToken));
  }

  /** Whether anything is said of tokens. */
  boolean isGiven() {
    return OAuthKeys.ALL.stream().anyMatch(key -> secrets.values().given(key.of(account)));
  }

  private Optional<OAuthSettings.Provider> provider(Optional<OAuthSettings.Provider> known) {
    var authorization = endpoint(OAuthKeys.AUTHORIZATION_ENDPOINT);
    var device = endpoint(OAuthKeys.DEVICE_ENDPOINT);
    var scope = get(OAuthKeys.SCOPE);
    return endpoint(OAuthKeys.TOKEN_ENDPOINT)
        .or(() -> known.map(OAuthSettings.Provider::token))
        .map(
            token ->
                new OAuthSettings.Provider(
                    token,
                    authorization.or(() -> known.flatMap(OAuthSettings.Provider::authorization)),
                    device.or(() -> known.flatMap(OAuthSettings.Provider::device)),
                    scope.isEmpty() ? known.map(OAuthSettings.Provider::scope).orElse("") : scope));
  }

  private Optional<URI> endpoint(Key<Optional<URI>> key) {
    var endpoint = get(key);
    if (endpoint.filter(Words::isOpenRoad).isPresent()) {
      secrets
          .warnings()
          .add(
              "%s is http to another network: tokens can be read on the way; use https"
                  .formatted(key.of(account).name()));
    }
    return endpoint;
  }

  private Secret secret(String what, Key<Secret> itself, Key<Optional<Path>> inFile) {
    return secrets.read(what, itself.of(account), inFile.of(account)).orElse(Secret.NONE);
  }

  private <T> T get(Key<T> key) {
    return secrets.values().get(key.of(account));
  }

  private void missing(Key<?> key, String whatToDo) {
    if (secrets.purpose() == Purpose.SERVE) {
      secrets.faults().add(Fault.missing(key.of(account), whatToDo));
    }
  }
}
