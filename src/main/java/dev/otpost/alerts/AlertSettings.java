package dev.otpost.alerts;

import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Of what the operator is told, how often, and where.
 *
 * @param webhooks URLs that take JSON, each as secret as a password
 * @param command a program and its arguments; empty if there is none
 * @param authorities a file in PEM form with those who vouch for webhooks and mail servers; empty
 *     for those whom Java trusts
 */
public record AlertSettings(
    Limits limits,
    List<Secret> webhooks,
    List<String> command,
    Optional<MailServer> mail,
    Optional<Path> authorities) {

  /** No channel but the log. */
  public static final AlertSettings NONE =
      new AlertSettings(Limits.STANDARD, List.of(), List.of(), Optional.empty(), Optional.empty());

  public AlertSettings {
    webhooks = List.copyOf(webhooks);
    command = List.copyOf(command);
  }

  /** Whether anybody is told beside the log. */
  public boolean hasChannel() {
    return !webhooks.isEmpty() || !command.isEmpty() || mail.isPresent();
  }

  /**
   * When something is a concern, and how often it is told of.
   *
   * @param silence so long a Skyvern may be silent
   * @param diskFree bytes; with less the disk is nearly full
   * @param pause at least so long between two alerts of one kind about something new in it
   * @param reminder so long after it was told, what still stands is told again
   */
  public record Limits(Duration silence, long diskFree, Duration pause, Duration reminder) {

    /** As {@code conf/otpost.yaml} has them. */
    public static final Limits STANDARD =
        new Limits(Duration.ofMinutes(2), 200L << 20, Duration.ofMinutes(10), Duration.ofHours(4));
  }

  /**
   * Who takes alerts by mail.
   *
   * @param username empty if the server asks for none
   * @param to never empty
   */
  public record MailServer(
      String host,
      int port,
      Tls tls,
      String username,
      Secret password,
      Address from,
      List<Address> to) {

    public MailServer {
      to = List.copyOf(to);
    }
  }

  /** How a connection to the mail server is encrypted. */
  public enum Tls {
    /** From its first byte on. */
    IMPLICIT,
    /** By STARTTLS, or nothing is sent. */
    STARTTLS,
    /** Not at all. */
    NONE
  }
}
