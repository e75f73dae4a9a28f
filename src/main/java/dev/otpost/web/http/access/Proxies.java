package dev.otpost.web.http.access;

import dev.otpost.message.Network;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies that are believed for whom they ask, by {@code Forwarded} (RFC 7239) or by {@code
 * X-Forwarded-For}, {@code -Proto} and {@code -Host}.
 */
public record Proxies(List<Network> networks) {

  private static final Pattern PAIR =
      Pattern.compile(
          "\\s*(?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"(?<quoted>[^\"\\\\]*)\"|(?<bare>[^\";,\\s]*))\\s*");

  /** More hops than anybody has; what is beyond was written to keep us busy. */
  private static final int MOST_HOPS = 32;

  public Proxies {
    networks = List.copyOf(networks);
  }

  /**
   * Whence a request comes.
   *
   * @param address of who asks
   * @param secure whether he does so by TLS
   * @param host what he calls us, perhaps with a port
   */
  public record Whence(InetAddress address, boolean secure, String host) {}

  /** One who has passed the request on, as he says. */
  private record Hop(String from, String proto, String host) {}

  /**
   * What is known of a request.
   *
   * @param direct as it came to us
   * @param fields of the header, in lower case
   */
  public Whence behind(Whence direct, Map<String, List<String>> fields) {
    if (!believed(direct.address())) {
      return direct;
    }
    boolean standard = fields.containsKey("forwarded");
    boolean usual = fields.containsKey("x-forwarded-for");
    if (standard == usual) {
      return direct;
    }
    var hops = standard ? standard(fields) : usual(fields);
    // From the nearest one on: each that is believed says who was before it.
    var known = direct;
    for (int i = hops.size() - 1; i >= 0; i--) {
      var hop = hops.get(i);
      var address = address(hop.from());
      if (address.isEmpty()) {
        return known; // Hidden, or rubbish: nobody is known behind it.
      }
      known =
          new Whence(
              address.get(),
              hop.proto().isEmpty() ? known.secure() : hop.proto().equalsIgnoreCase("https"),
              hop.host().isEmpty() ? known.host() : hop.host());
      if (!believed(address.get())) {
        return known;
      }
    }
    return known;
  }

  private boolean believed(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Hop> standard(Map<String, List<String>> fields) {
    return items(fields, "forwarded").map(Proxies::hop).toList();
  }

  private static Hop hop(String element) {
    var pairs = new HashMap<String, String>();
    for (var part : element.split(";", -1)) {
      var pair = PAIR.matcher(part);
      if (pair.matches()) {
        pairs.put(
            pair.group("name").toLowerCase(Locale.ROOT),
            Optional.ofNullable(pair.group("quoted"))
                .or(() -> Optional.ofNullable(pair.group("bare")))
                .orElse(""));
      }
    }
    return new Hop(
        pairs.getOrDefault("for", ""),
        pairs.getOrDefault("proto", ""),
        pairs.getOrDefault("host", ""));
  }

  /** Proto and host are those of the last hop, for proxies give one each. */
  private static List<Hop> usual(Map<String, List<String>> fields) {
    var from = items(fields, "x-forwarded-for").toList();
    var proto = items(fields, "x-forwarded-proto").reduce("", (_, last) -> last);
    var host = items(fields, "x-forwarded-host").reduce("", (_, last) -> last);
    return from.stream().map(it -> new Hop(it, proto, host)).toList();
  }

  private static Stream<String> items(Map<String, List<String>> fields, String name) {
    var all =
        fields.getOrDefault(name, List.of()).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    return all.subList(Math.max(0, all.size() - MOST_HOPS), all.size()).stream();
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code [2001:db8::1]:80} or {@code 2001:db8::1}. */
  private static Optional<InetAddress> address(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? Optional.empty() : Network.address(node.substring(1, end));
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':')
        ? Network.address(node.substring(0, colon))
        : Network.address(node);
  }
}
