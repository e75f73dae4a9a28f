package dev.otpost.intake.smtp;

import dev.otpost.message.Network;
import dev.otpost.message.Recipients;
import dev.otpost.message.Users;
import java.net.InetAddress;
import java.util.List;

/**
 * How the SMTP listener is set up.
 *
 * @param enabled whether there is one at all
 * @param host the address to listen on; empty for all of this machine's, IPv6 included
 * @param port 0 for any free one
 * @param hostname what it calls itself in its greeting
 * @param recipients for whom it takes mail
 * @param maxMessageSize in bytes; a larger mail is refused with 552
 * @param access who may hand it mail
 */
public record SmtpSettings(
    boolean enabled,
    String host,
    int port,
    String hostname,
    Recipients recipients,
    long maxMessageSize,
    Access access) {

  /**
   * Who may hand over mail, and through whom he comes.
   *
   * @param networks from which everybody may; empty if networks do not matter
   * @param users who may from anywhere, with a password; none if there are no passwords
   * @param proxies load balancers, each of whose connections begins with a {@link ProxyHeader}; of
   *     all others none is looked for
   */
  public record Access(List<Network> networks, Users users, List<Network> proxies) {

    /** Everybody may, and nobody comes through a load balancer. */
    public static final Access OPEN = new Access(List.of(), Users.NONE, List.of());

    public Access {
      networks = List.copyOf(networks);
      proxies = List.copyOf(proxies);
    }

    /** Whether everybody may: nobody is named. */
    public boolean isOpen() {
      return networks.isEmpty() && users.isEmpty();
    }

    /** Whether one at this address may without a password. */
    public boolean admits(InetAddress client) {
      return isOpen() || anyContains(networks, client);
    }

    /** Whether a connection from this address is a load balancer's. */
    public boolean isProxy(InetAddress peer) {
      return anyContains(proxies, peer);
    }

    private static boolean anyContains(List<Network> networks, InetAddress address) {
      return networks.stream().anyMatch(network -> network.contains(address));
    }
  }
}
