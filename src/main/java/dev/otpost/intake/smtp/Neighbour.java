package dev.otpost.intake.smtp;

import dev.otpost.message.Network;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Whom limits per source count as one: an IPv4 address, or the /64 of an IPv6 address, which is the
 * least that one customer is given (RFC 6177) and holds more addresses than could ever be counted.
 *
 * @param network all of his addresses
 */
record Neighbour(Network network) {

  private static final int CUSTOMER = 64;

  /** Whose address this is. A zone does not count: it says on which of our links he is. */
  static Neighbour of(InetAddress address) {
    var alone = Network.alone(address);
    return new Neighbour(
        alone.first() instanceof Inet4Address ? alone : Network.around(address, CUSTOMER));
  }

  @Override
  public String toString() {
    return network.toString();
  }
}
