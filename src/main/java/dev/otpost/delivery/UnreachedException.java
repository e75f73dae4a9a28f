package dev.otpost.delivery;

import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.message.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Skyvern was not reached: its TLS, or the proxy in front of it, was in the way. Says what the
 * operator can do. Never is it Skyvern's answer.
 */
final class UnreachedException extends IOException {

  private static final long serialVersionUID = 1;

  // OkHttp's own words, to which a test holds us.
  private static final Pattern CONNECT_REFUSED =
      Pattern.compile("Unexpected response code for CONNECT: (\\d{3})");

  // RFC 8446 6.2, as the JDK writes them.
  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  private static final Set<String> OF_OUR_CERTIFICATE =
      Set.of(
          "certificate_required",
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "unknown_ca",
          "access_denied");

  // The JDK's words for an answer that is none of TLS, and for a server that hangs up on it.
  private static final List<String> NO_TLS =
      List.of("unrecognized SSL message", "Remote host terminated the handshake");

  /** 4xx that pass by themselves. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final transient Outcome outcome;

  private UnreachedException(Outcome outcome, Optional<IOException> cause) {
    super(outcome.because(), cause.orElse(null));
    this.outcome = outcome;
  }

  /** The proxy answered 407. */
  static UnreachedException unknownTo(Proxy proxy) {
    return new UnreachedException(
        new Outcome.Barred(
            proxy.login().isPresent()
                ? "the proxy %s does not take the user and password in proxy: set the right ones"
                    .formatted(proxy)
                : "the proxy %s wants a user and a password: give proxy as http://user:password@%s"
                    .formatted(proxy, proxy)),
        Optional.empty());
  }

  /** What stands in front of Skyvern asks for a client certificate, or for another one. */
  static UnreachedException unprovenTo(Tls tls) {
    return new UnreachedException(
        new Outcome.Barred(
            tls.client().isPresent()
                ? "what stands in front of Skyvern does not take the client-certificate (HTTP 400);"
                    + " give one that it trusts"
                : "what stands in front of Skyvern wants a client certificate (HTTP 400); set"
                    + " client-certificate and client-key"),
        Optional.empty());
  }

  /** What {@code e} means for this destination; {@code e} itself if there is no more to say. */
  static IOException of(IOException e, SkyvernSettings settings) {
    return e instanceof UnreachedException
        ? e
        : outcome(e, settings)
            .<IOException>map(outcome -> new UnreachedException(outcome, Optional.of(e)))
            .orElse(e);
  }

  /** What came of the attempt. */
  Outcome outcome() {
    return outcome;
  }

  private static Optional<Outcome> outcome(IOException e, SkyvernSettings settings) {
    return switch (e) {
      case SSLException tls -> Optional.of(new Outcome.Unanswered(words(tls, settings)));
      case SocketException broken when isHungUpOn(broken, settings) ->
          Optional.of(new Outcome.Unanswered("no answer: " + hungUp(settings.tls())));
      default -> settings.proxy().map(proxy -> through(proxy, e, settings));
    };
  }

  private static Outcome through(Proxy proxy, IOException e, SkyvernSettings settings) {
    var refused = CONNECT_REFUSED.matcher(message(e));
    if (refused.find()) {
      return refused(proxy, Integer.parseInt(refused.group(1)), settings);
    }
    return new Outcome.Unanswered(
        switch (e) {
          case ConnectException _ ->
              "no connection to the proxy %s: is it up, and is proxy right?".formatted(proxy);
          case SocketTimeoutException _ ->
              "the proxy %s does not take a connection in time: is proxy right?".formatted(proxy);
          case UnknownHostException _ ->
              "no such host: %s, the proxy; is proxy right?".formatted(proxy.host());
          default -> Answer.none(e) + ", through the proxy " + proxy;
        });
  }

  private static Outcome refused(Proxy proxy, int status, SkyvernSettings settings) {
    return status / 100 == 5 || PASSING.contains(status)
        ? new Outcome.Unanswered(
            "the proxy %s does not get through to %s (the proxy's HTTP %d)"
                .formatted(proxy, settings.baseUrl().getHost(), status))
        : new Outcome.Barred(
            "the proxy %s does not let otpost through to %s (the proxy's HTTP %d): have it allow that"
                .formatted(proxy, settings.baseUrl().getHost(), status));
  }

  private static String words(SSLException e, SkyvernSettings settings) {
    var causes = Stream.<Throwable>iterate(e, it -> it != null, Throwable::getCause).toList();
    if (has(causes, CertificateExpiredException.class)) {
      return "no secure connection: its certificate has expired; have it renewed there";
    }
    if (has(causes, CertificateNotYetValidException.class)) {
      return "no secure connection: its certificate is not valid yet; are both clocks right?";
    }
    if (has(causes, SSLPeerUnverifiedException.class)) {
      return "no secure connection: its certificate is not for %s; let base-url name a host that stands in it"
          .formatted(settings.baseUrl().getHost());
    }
    if (has(causes, CertPathBuilderException.class)
        || has(causes, CertPathValidatorException.class)) {
      return "no secure connection: " + stranger(settings);
    }
    var alert = ALERT.matcher(message(e));
    return "no secure connection: "
        + (alert.find()
            ? alert(alert.group(1), settings.tls())
            : NO_TLS.stream().anyMatch(message(e)::contains)
                ? "what answers there does not speak TLS; is base-url right?"
                : Answer.plain(message(e)));
  }

  /** What its alert says is not always read: it hangs up, and we are still writing. */
  private static boolean isHungUpOn(SocketException e, SkyvernSettings settings) {
    return settings.baseUrl().getScheme().equals("https") && message(e).equals("Broken pipe");
  }

  private static String hungUp(Tls tls) {
    return tls.client().isPresent()
        ? "it hangs up; if it does not take the client-certificate, give one that it trusts"
        : "it hangs up; if it wants a client certificate, set client-certificate and client-key";
  }

  private static String stranger(SkyvernSettings settings) {
    return (settings.tls().authorities().isEmpty()
            ? "nobody whom the Java of otpost trusts vouches for its certificate; if an authority"
                + " of your own does, name that in ca-file"
            : "nobody in ca-file vouches for its certificate; put the authority that does into it")
        + settings
            .proxy()
            .map(it -> " (that of the proxy %s, if it reads along)".formatted(it))
            .orElse("");
  }

  private static String alert(String alert, Tls tls) {
    if (alert.equals("protocol_version")) {
      return "it speaks neither TLS 1.2 nor 1.3; have it brought up to date";
    }
    if (OF_OUR_CERTIFICATE.contains(alert)) {
      return tls.client().isPresent()
          ? "it does not take the client-certificate (%s); give one that it trusts".formatted(alert)
          : "it wants a client certificate (%s); set client-certificate and client-key"
              .formatted(alert);
    }
    return tls.client().isPresent()
        ? "it breaks off (%s); if it does not take the client-certificate, give one that it trusts"
            .formatted(alert)
        : "it breaks off (%s); if it wants a client certificate, set client-certificate and client-key"
            .formatted(alert);
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static String message(IOException e) {
    return String.valueOf(e.getMessage());
  }
}
