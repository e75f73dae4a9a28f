package dev.otpost.config;

import dev.otpost.message.Network;
import dev.otpost.message.Secret;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.HttpSettings.Access;
import dev.otpost.web.http.HttpSettings.Limits;
import dev.otpost.web.http.HttpSettings.Outside;
import java.util.Optional;

/**
 * Reads where otpost answers by HTTP, and to whom. Whoever can be asked from other machines must
 * ask for something to be shown: that is a fault here, so that nothing is ever open by mistake.
 */
record HttpLoading(Secrets secrets) {

  HttpSettings load() {
    // Each key is asked for once, for a bad value is a fault each time.
    var settings =
        new HttpSettings(
            get(HttpKeys.HOST),
            get(HttpKeys.PORT),
            outside(),
            get(HttpKeys.PUBLIC_URL),
            access(),
            get(HttpKeys.NAMES),
            get(HttpKeys.PROXIES),
            get(HttpKeys.TLS),
            limits());
    check(settings);
    warn(settings);
    return settings;
  }

  private Optional<Outside> outside() {
    var host = get(HttpKeys.PUBLIC_HOST);
    return get(HttpKeys.PUBLIC_PORT).map(port -> new Outside(host, port));
  }

  private Access access() {
    var password = secrets.read("password", HttpKeys.PASSWORD, HttpKeys.PASSWORD_FILE);
    var tokens = secrets.read("token", HttpKeys.TOKEN, HttpKeys.TOKEN_FILE);
    return new Access(password.orElse(Secret.NONE), HttpWords.split(tokens.orElse(Secret.NONE)));
  }

  private Limits limits() {
    return new Limits(
        get(HttpKeys.CONNECTIONS),
        Math.toIntExact(get(HttpKeys.HEADER)),
        get(HttpKeys.REQUEST_TIME),
        get(HttpKeys.IDLE_TIME),
        get(HttpKeys.WRITE_TIME),
        get(HttpKeys.EVENTS_TIME));
  }

  private void check(HttpSettings http) {
    boolean bare = http.access().isOpen() && !isOfThisMachine(http.host());
    if (bare && secrets.purpose() == Purpose.SERVE) {
      fault(
          HttpKeys.HOST,
          "others than this machine could read codes there; set http.password-file or"
              + " http.token-file, or let it be 127.0.0.1 and have runs come to http.public.port");
    }
    if (http.port() != 0 && http.outside().filter(it -> it.port() == http.port()).isPresent()) {
      fault(HttpKeys.PUBLIC_PORT, "http.port is the same; give another");
    }
  }

  private void warn(HttpSettings http) {
    if (http.tls()) {
      if (!secrets.values().given(SmtpKeys.TLS_CERTIFICATE)) {
        warning(
            "http.tls without smtp.tls.certificate: browsers and Skyvern will not trust the"
                + " certificate that otpost makes for itself");
      }
    } else if (!isOfThisMachine(http.host()) && http.proxies().isEmpty()) {
      warning(
          "http.host is open to other machines, without http.tls and http.proxies: the password"
              + " and the codes can be read on the way");
    }
    if (http.publicUrl().filter(Words::isOpenRoad).isPresent()) {
      warning(
          "http.public-url is http to another network: codes can be read on the way; use https");
    }
  }

  private static boolean isOfThisMachine(String host) {
    return host.equalsIgnoreCase("localhost")
        || Network.address(host).filter(it -> it.isLoopbackAddress()).isPresent();
  }

  private <T> T get(Key<T> key) {
    return secrets.values().get(key);
  }

  private void fault(Key<?> key, String whatToDo) {
    secrets.faults().add(Fault.in(key, secrets.values().stated(key), whatToDo));
  }

  private void warning(String words) {
    secrets.warnings().add(words);
  }
}
