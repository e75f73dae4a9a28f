package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.message.Secret;
import dev.otpost.message.pem.KeyedChain;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the way to a Skyvern: who may vouch for it, what it is shown, and through which proxy it is
 * called. Files are read here, with the rest of the configuration: so their faults come with all
 * others, and SIGHUP reads them again.
 */
record WayLoading(Secrets secrets, Way way) {

  /** The keys of one destination. */
  record Way(
      Key<Optional<Path>> caFile,
      Key<Optional<Path>> certificate,
      Key<Optional<Path>> key,
      Key<Secret> proxy,
      Key<Optional<Path>> proxyFile) {

    /** To the Skyvern of all that say nothing else. */
    static final Way SKYVERN =
        new Way(
            Keys.SKYVERN_CA_FILE,
            Keys.SKYVERN_CLIENT_CERTIFICATE,
            Keys.SKYVERN_CLIENT_KEY,
            Keys.SKYVERN_PROXY,
            Keys.SKYVERN_PROXY_FILE);

    /** To the Skyvern of this route. */
    static Way ofRoute(String name) {
      return new Way(
          RouteKeys.CA_FILE.of(name),
          RouteKeys.CLIENT_CERTIFICATE.of(name),
          RouteKeys.CLIENT_KEY.of(name),
          RouteKeys.PROXY.of(name),
          RouteKeys.PROXY_FILE.of(name));
    }
  }

  /**
   * @param otherwise what is not said is as here
   */
  Tls tls(URI baseUrl, Tls otherwise) {
    var authorities = get(way.caFile());
    var certificate = get(way.certificate());
    var key = get(way.key());
    if (certificate.isEmpty() && key.isPresent()) {
      fault(
          way.key(),
          "name the certificate of this key as well, in %s".formatted(way.certificate().name()));
    }
    if ("http".equalsIgnoreCase(baseUrl.getScheme())) {
      Stream.of(way.caFile(), way.certificate())
          .filter(secrets.values()::given)
          .forEach(
              it ->
                  fault(
                      it,
                      "nothing is encrypted on the way to %s; give a base-url with https, or take"
                              .formatted(baseUrl)
                          + " this away"));
      return otherwise;
    }
    if (secrets.purpose() == Purpose.INSPECT) {
      return otherwise;
    }
    return new Tls(
        authorities.map(this::authorities).orElse(otherwise.authorities()),
        certificate.isPresent()
            ? client(certificate.get(), key.orElse(certificate.get()))
            : otherwise.client());
  }

  /**
   * @param otherwise what it is if nobody says anything
   */
  Optional<Proxy> proxy(Optional<Proxy> otherwise) {
    return secrets
        .read("proxy", way.proxy(), way.proxyFile())
        .map(ProxyLoading::proxy)
        .orElse(otherwise);
  }

  private List<X509Certificate> authorities(Path file) {
    return read(way.caFile(), PemFile.certificates(file)).orElse(List.of());
  }

  private Optional<KeyedChain> client(Path certificate, Path key) {
    if (SecretFile.isOpenToAll(key)) {
      secrets.warnings().add(SecretFile.openToAll("the private key", key));
    }
    // Nobody may have named it by itself.
    var keyed = secrets.values().given(way.key()) ? way.key() : way.certificate();
    var certificates = read(way.certificate(), PemFile.certificates(certificate));
    var keys = read(keyed, PemFile.keys(key));
    if (certificates.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    var pair = KeyedChain.of(certificates.get(), keys.get());
    if (pair.isEmpty()) {
      fault(
          keyed,
          "the private key in it does not belong to the certificate in %s; name two files that were issued together, for an RSA or EC key"
              .formatted(certificate));
    }
    return pair;
  }

  private <T> Optional<T> read(Key<?> key, Reading<T> reading) {
    return switch (reading) {
      case Good<T>(var value) -> Optional.of(value);
      case Bad<T>(var whatToDo) -> {
        fault(key, whatToDo);
        yield Optional.empty();
      }
    };
  }

  private <T> T get(Key<T> key) {
    return secrets.values().get(key);
  }

  private void fault(Key<?> key, String whatToDo) {
    secrets.faults().add(Fault.in(key, secrets.values().stated(key), whatToDo));
  }
}
