package dev.otpost.intake.smtp;

import dev.otpost.message.Network;
import dev.otpost.message.Recipients;
import dev.otpost.message.Users;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the SMTP listener is set up.
 *
 * @param enabled whether there is one at all
 * @param host the address to listen on; empty for all of this machine's, IPv6 included
 * @param port 0 for any free one
 * @param hostname what it calls itself in its greeting
 * @param recipients for whom it takes mail
 * @param maxMessageSize in bytes; a larger mail is refused with 552
 * @param limits how much a client may ask of it
 * @param access who may hand it mail
 * @param bodies what the bodies of mails may take while they come in
 */
public record SmtpSettings(
    boolean enabled,
    String host,
    int port,
    String hostname,
    Recipients recipients,
    long maxMessageSize,
    Limits limits,
    Tls tls,
    Access access,
    Bodies bodies) {

  /** How much clients may ask of the listener. */
  public record Limits(Crowd crowd, Patience patience, Sizes sizes, Times times) {

    /** Those of an otpost that is configured without a word about them; a test holds the two. */
    public static final Limits DEFAULT =
        new Limits(
            new Crowd(600, 200, 6000),
            new Patience(10_000, 20, 10, 3, 100),
            new Sizes(100, 512, 1 << 20),
            new Times(
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(9)));

    /**
     * How many may come. The next one is told 421.
     *
     * @param connections the most at once
     * @param perSource the most at once from one IPv4 address or IPv6 /64
     * @param perMinute the most in a minute from one
     */
    public record Crowd(int connections, int perSource, int perMinute) {}

    /**
     * What a session may bring before it is ended with 421.
     *
     * @param mails it is ended behind this many
     * @param errors with this many replies 5xx
     * @param unknownRecipients with this many recipients that are none of ours
     * @param authFailures with this many failed AUTHs
     * @param idleCommands with this many commands in a row that bring no mail nearer: NOOP, RSET,
     *     VRFY, HELP, EHLO
     */
    public record Patience(
        int mails, int errors, int unknownRecipients, int authFailures, int idleCommands) {}

    /**
     * How long things may be.
     *
     * @param recipients of one mail; the next one is told 452 4.5.3 (RFC 5321 4.5.3.1.10)
     * @param commandLine in octets with CRLF, without what extensions add (RFC 5321 4.5.3.1.4)
     * @param textLine of a mail, in octets without CRLF; senders should keep to 998 (4.5.3.1.6)
     */
    public record Sizes(int recipients, int commandLine, int textLine) {}

    /**
     * How long things may take; never zero.
     *
     * @param command from our last reply to the end of the client's line, and for a TLS handshake
     * @param mail from our 354 to the final dot
     * @param session in all
     * @param write that a client may take to take our replies from the wire
     * @param tarpit that the answer to an unknown recipient waits, but for the first of a session;
     *     may be zero
     * @param close that mails under way are given when the listener closes
     */
    public record Times(
        Duration command,
        Duration mail,
        Duration session,
        Duration write,
        Duration tarpit,
        Duration close) {}
  }

  /**
   * How connections are encrypted: by STARTTLS on the port for all (RFC 3207), and from the first
   * octet on at one of its own (RFC 8314).
   *
   * @param files that hold certificate and key; empty if the listener makes its own
   * @param required whether mail in the clear is refused with 530
   * @param port the one of its own; 0 for any free one, empty for none
   */
  public record Tls(Optional<PemFiles> files, boolean required, Optional<Integer> port) {

    /** For whoever asks for it, with a certificate made by the listener. */
    public static final Tls STANDARD = new Tls(Optional.empty(), false, Optional.empty());
  }

  /** Where certificate and key lie, in PEM form (RFC 7468); one file may hold both. */
  public record PemFiles(Path certificate, Path key) {}

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

  /**
   * What the bodies of mails may take while they come in.
   *
   * @param inFlight bytes of all of them together, in memory and on disk; beyond, a client is told
   *     452
   * @param incoming the directory for those that are too long for memory; made, for its owner only,
   *     if it is missing
   */
  public record Bodies(long inFlight, Path incoming) {}
}
