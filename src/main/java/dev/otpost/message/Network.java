package dev.otpost.message;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The IP addresses that begin alike: {@code 192.0.2.0/24}, {@code 2001:db8::/32} (RFC 4632, RFC
 * 4291 2.3), or one address alone. An IPv4 address that is written or comes as an IPv6 one ({@code
 * ::ffff:192.0.2.1}, RFC 4291 2.5.5.2) counts as IPv4. Zones do not count. No name is ever looked
 * up.
 *
 * @param first the lowest of the addresses
 * @param prefix how many bits all of them share; 32 or 128 for one address alone
 */
public record Network(InetAddress first, int prefix) {

  /** How an IPv4 address is to be written: four numbers, in which a zero in front is ambiguous. */
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  /** What can be in an IPv6 address, so that no zone, bracket or name goes any further. */
  private static final Pattern IPV6 =
      Pattern.compile("(?<groups>[0-9A-Fa-f:]{2,39}?)(?<ipv4>[0-9]+\\.[0-9.]+)?");

  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** The bits in front of the IPv4 address in an IPv6 one. */
  private static final int MAPPED = 96;

  public Network {
    first = unmapped(first);
    if (prefix < 0 || prefix > bits(first)) {
      throw new IllegalArgumentException("no prefix of such an address: " + prefix);
    }
    if (!first.equals(masked(first, prefix))) {
      throw new IllegalArgumentException("not the first address of its network");
    }
  }

  /** Of this address and no other. */
  public static Network alone(InetAddress address) {
    var plain = unmapped(address);
    return new Network(plain, bits(plain));
  }

  /** The network that {@code address} is in. */
  public static Network around(InetAddress address, int prefix) {
    var plain = unmapped(address);
    return new Network(masked(plain, prefix), prefix);
  }

  /**
   * The network written in {@code text}, with a prefix or as an address alone; empty if it is none,
   * or if bits are set behind the prefix: one of the two is a mistake then.
   */
  public static Optional<Network> of(String text) {
    return written(text)
        .filter(it -> it.address.equals(masked(it.address, it.prefix)))
        .map(Written::network);
  }

  /** Likewise, but bits behind the prefix are taken away. */
  public static Optional<Network> around(String text) {
    return written(text).map(Written::network);
  }

  /** The address in {@code text}, written out as an address and nothing else. */
  public static Optional<InetAddress> address(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(Inet4Address.ofLiteral(text));
      }
      var parts = IPV6.matcher(text);
      return parts.matches()
              && (parts.group("ipv4") == null || IPV4.matcher(parts.group("ipv4")).matches())
          ? Optional.of(Inet6Address.ofLiteral(text))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether {@code address} is one of them. */
  public boolean contains(InetAddress address) {
    var plain = unmapped(address);
    return bits(plain) == bits(first) && first.equals(masked(plain, prefix));
  }

  /** As it would be written: the address alone if it is the only one. */
  @Override
  public String toString() {
    return prefix == bits(first) ? first.getHostAddress() : first.getHostAddress() + "/" + prefix;
  }

  private record Written(InetAddress address, int prefix) {
    Network network() {
      return around(address, prefix);
    }
  }

  private static Optional<Written> written(String text) {
    int slash = text.indexOf('/');
    var address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty() || slash < 0) {
      return address.map(alone -> new Written(alone, bits(alone)));
    }
    var prefix = text.substring(slash + 1);
    if (!PREFIX.matcher(prefix).matches()) {
      return Optional.empty();
    }
    int mapped = text.indexOf(':') >= 0 && bits(address.get()) == 32 ? MAPPED : 0;
    int length = Integer.parseInt(prefix) - mapped;
    return length < 0 || length > bits(address.get())
        ? Optional.empty()
        : Optional.of(new Written(address.get(), length));
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    var bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int shared = Math.clamp(prefix - i * Byte.SIZE, 0, Byte.SIZE);
      bytes[i] &= (byte) (0xff << (Byte.SIZE - shared));
    }
    return made(bytes);
  }

  /** Without a zone; as an IPv4 address where it stands for one. */
  private static InetAddress unmapped(InetAddress address) {
    return made(address.getAddress());
  }

  private static InetAddress made(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("4 or 16 bytes, not " + bytes.length, e);
    }
  }
}
