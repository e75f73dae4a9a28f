package dev.otpost.web.http;

import dev.otpost.message.Network;
import dev.otpost.message.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the HTTP server listens, and who may ask it.
 *
 * @param host of the operator's port: an address of this machine
 * @param port 0 for any free one
 * @param outside the port for those outside; empty if they too come to the operator's
 * @param publicUrl how those outside call that port; empty if nobody says
 * @param access what the operator must show
 * @param names more names of hosts by which the operator may call his port, in lower case
 * @param proxies that are believed for whom they ask
 * @param tls whether both ports speak HTTPS
 */
public record HttpSettings(
    String host,
    int port,
    Optional<Outside> outside,
    Optional<URI> publicUrl,
    Access access,
    List<String> names,
    List<Network> proxies,
    boolean tls,
    Limits limits) {

  public HttpSettings {
    names = List.copyOf(names);
    proxies = List.copyOf(proxies);
  }

  /** One port, and no login: for this machine only. */
  public HttpSettings(String host, int port) {
    this(
        host,
        port,
        Optional.empty(),
        Optional.empty(),
        Access.OPEN,
        List.of(),
        List.of(),
        false,
        Limits.DEFAULT);
  }

  /** The same with other limits. */
  public HttpSettings with(Limits other) {
    return new HttpSettings(host, port, outside, publicUrl, access, names, proxies, tls, other);
  }

  /** The same with another access. */
  public HttpSettings with(Access other) {
    return new HttpSettings(host, port, outside, publicUrl, other, names, proxies, tls, limits);
  }

  /**
   * The port for those outside.
   *
   * @param host an address of this machine; empty for all
   * @param port 0 for any free one
   */
  public record Outside(String host, int port) {}

  /**
   * What the operator must show; nothing at all if there is neither.
   *
   * @param password in clear, or as {@link dev.otpost.message.PasswordHash#text} has it; {@link
   *     Secret#NONE} if there is none
   * @param tokens of which a program shows one
   */
  public record Access(Secret password, List<Secret> tokens) {

    /** Everybody is the operator. */
    public static final Access OPEN = new Access(Secret.NONE, List.of());

    public Access {
      tokens = List.copyOf(tokens);
    }

    /** Whether everybody is the operator. */
    public boolean isOpen() {
      return password.isEmpty() && tokens.isEmpty();
    }
  }

  /**
   * What a client may take, each on each port.
   *
   * @param connections at once; when all places are taken, who has got no further for the longest
   *     time loses his
   * @param header the most octets of request line and header
   * @param requestTime from the first octet of a request to the last
   * @param idleTime between two requests, and before the first
   * @param writeTime to take an answer, or an event
   * @param eventsTime how long a stream of events goes on; browsers ask for the next by themselves
   */
  public record Limits(
      int connections,
      int header,
      Duration requestTime,
      Duration idleTime,
      Duration writeTime,
      Duration eventsTime) {

    /** For Skyvern and a few people. */
    public static final Limits DEFAULT =
        new Limits(
            500,
            16 << 10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5));

    /** The same with another time for a stream of events. */
    public Limits withEventsTime(Duration other) {
      return new Limits(connections, header, requestTime, idleTime, writeTime, other);
    }
  }
}
