package dev.otpost.web.http.access;

import dev.otpost.message.Network;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which this server may be called. A page of a stranger whose name was led to our
 * address (DNS rebinding) calls it by that name, and reads nothing so.
 *
 * @param names in lower case
 */
public record Hosts(Set<String> names) {

  public Hosts {
    names =
        Stream.concat(names.stream(), Stream.of("localhost"))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether it may.
   *
   * @param authority a host, with a port or without (RFC 9110 7.2)
   */
  public boolean allow(String authority) {
    var host = host(authority);
    return names.contains(host) || host.endsWith(".localhost") || isAddress(host);
  }

  /** In lower case, without a port and without the dot at the end of a full name. */
  static String host(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    var host = (end <= 0 ? authority : authority.substring(0, end)).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean isAddress(String host) {
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return Network.address(bare).isPresent();
  }
}
