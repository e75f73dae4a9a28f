package dev.otpost.delivery;

import dev.otpost.message.Secret;
import dev.otpost.message.pem.KeyedChain;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which Skyvern, and how it is called. What stands in files is held here as it was read, so that
 * two settings are equal if and only if they lead to the same place in the same way.
 *
 * @param baseUrl {@code http} or {@code https}, without a path of its own as a rule; a trailing
 *     slash does no harm
 * @param apiKey sent as {@code x-api-key}; never empty when something is to be posted
 * @param callTimeout from the start of a call to the last byte of the answer
 * @param proxy through which it is called; empty if directly
 */
public record SkyvernSettings(
    URI baseUrl, Secret apiKey, Duration callTimeout, Tls tls, Optional<Proxy> proxy) {

  /** Directly, and trusting whom Java trusts. */
  public SkyvernSettings(URI baseUrl, Secret apiKey, Duration callTimeout) {
    this(baseUrl, apiKey, callTimeout, Tls.STANDARD, Optional.empty());
  }

  /** With all of {@code other} but where it leads. */
  SkyvernSettings withSecretsOf(SkyvernSettings other) {
    return new SkyvernSettings(baseUrl, other.apiKey, callTimeout, other.tls, other.proxy);
  }

  /** Whether connections made for {@code other} are good for this as well. */
  boolean connectsLike(SkyvernSettings other) {
    return baseUrl.equals(other.baseUrl)
        && callTimeout.equals(other.callTimeout)
        && tls.equals(other.tls)
        && proxy.equals(other.proxy);
  }

  /**
   * How it proves who it is, and how we do.
   *
   * @param authorities who may vouch for it, instead of those whom Java trusts; empty for those
   * @param client what is shown to it if it asks; empty for nothing
   */
  public record Tls(List<X509Certificate> authorities, Optional<KeyedChain> client) {

    /** As any browser does it. */
    public static final Tls STANDARD = new Tls(List.of(), Optional.empty());

    public Tls {
      authorities = List.copyOf(authorities);
    }

    /** What has expired, and what to do about it; nothing if all is well. */
    public List<String> expired(Instant now) {
      var expired = new ArrayList<String>();
      client
          .map(KeyedChain::expires)
          .filter(now::isAfter)
          .ifPresent(
              end ->
                  expired.add(
                      "the client-certificate has expired on %s: have it renewed, then send SIGHUP"
                          .formatted(day(end))));
      authorities.stream()
          .map(authority -> authority.getNotAfter().toInstant())
          .max(Instant::compareTo)
          .filter(now::isAfter)
          .ifPresent(
              end ->
                  expired.add(
                      "all in ca-file have expired, the last on %s: put those of today into it,"
                              .formatted(day(end))
                          + " then send SIGHUP"));
      return expired;
    }

    private static LocalDate day(Instant instant) {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    @Override
    public String toString() {
      return "Tls[%d authorities, %s]".formatted(authorities.size(), client);
    }
  }

  /**
   * An HTTP proxy.
   *
   * @param host a name or an IP address, one of IPv6 without brackets
   * @param login empty if it asks for none
   */
  public record Proxy(String host, int port, Optional<Login> login) {

    /** Where it is, for people; nothing of the login. */
    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Who we are to a proxy (RFC 7617). */
  public record Login(String user, Secret password) {}
}
