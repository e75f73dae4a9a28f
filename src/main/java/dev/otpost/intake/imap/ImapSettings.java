package dev.otpost.intake.imap;

import dev.otpost.message.Address;
import dev.otpost.message.Folder;
import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The mailboxes that are watched.
 *
 * @param accounts in the order of their names; none if no mailbox is watched
 * @param limits how much a server may ask of otpost, and otpost of a server
 */
public record ImapSettings(List<Account> accounts, Limits limits) {

  /** No mailbox is watched. */
  public static final ImapSettings NONE = new ImapSettings(List.of(), Limits.DEFAULT);

  public ImapSettings {
    accounts = List.copyOf(accounts);
  }

  /** All that are to be watched. */
  public List<Folder> folders() {
    return accounts.stream()
        .flatMap(it -> it.folders().stream().map(name -> new Folder(it.name(), name)))
        .toList();
  }

  /**
   * A mailbox on a server.
   *
   * @param name the one in the configuration
   * @param server where it is
   * @param username as whom to log in
   * @param login with what
   * @param address for which its mail is: the gateway's address whose mail is collected in it, or
   *     its owner's
   * @param folders that are watched, each by a connection of its own; never empty
   * @param after what becomes of a mail there when it is durable here
   * @param pollInterval how often a server is asked that cannot tell by itself
   * @param since how far the first look goes back; empty for no further than now
   */
  public record Account(
      String name,
      Server server,
      String username,
      Login login,
      Address address,
      List<String> folders,
      After after,
      Duration pollInterval,
      Optional<Duration> since) {

    public Account {
      folders = List.copyOf(folders);
    }

    /** The same with another login. */
    Account with(Login other) {
      return new Account(
          name, server, username, other, address, folders, after, pollInterval, since);
    }
  }

  /**
   * Where a server is and how it is talked to.
   *
   * @param tls how the connection is encrypted
   * @param authorities a file in PEM form with the certificates of those whom otpost believes who
   *     the server is; empty for those whom Java trusts
   */
  public record Server(String host, int port, Tls tls, Optional<Path> authorities) {}

  /** How a connection is encrypted (RFC 8314). */
  public enum Tls {
    /** From the first octet on. */
    IMPLICIT,
    /** Before anything is said in it (RFC 3501 6.2.1). */
    STARTTLS,
    /** Not at all: everybody on the way can read the password and the mail. */
    NONE
  }

  /** With what otpost logs in. */
  public sealed interface Login {

    /** With a password. */
    record Password(Secret password) implements Login {}

    /** With an access token (OAuth 2, XOAUTH2), which whoever holds the tokens knows. */
    record Token() implements Login {}
  }

  /** What becomes of a mail in its mailbox when it is durable here and was for Skyvern. */
  public sealed interface After {

    /** Nothing: it stays there as it was, unread. */
    record Keep() implements After {}

    /** It is marked as read. */
    record Seen() implements After {}

    /** It goes into another folder, which is made if there is none. */
    record Move(String folder) implements After {}

    /** It is deleted; at Gmail it goes to the bin. */
    record Delete() implements After {}
  }

  /**
   * How much each side may ask of the other.
   *
   * @param connections the most for one account; as many folders can be watched
   * @param message bytes of the largest mail that is fetched whole; of a larger one the header and
   *     the text are
   * @param catchUp the most mails past their life that are fetched of a folder which was not
   *     watched for a while, the newest ones; older ones are passed over
   * @param times how long things may take
   */
  public record Limits(int connections, long message, int catchUp, Times times) {

    /** Those of an otpost that is configured without a word about them; a test holds the two. */
    public static final Limits DEFAULT =
        new Limits(
            8,
            1 << 20,
            1000,
            new Times(
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(15)));
  }

  /**
   * How long things may take; never zero.
   *
   * @param connect until there is a connection, encryption included
   * @param answer until the server goes on with its answer
   * @param renew after which the server is asked whether it is still there; a dead connection is
   *     known after this and {@code answer}
   * @param retry the first pause after a connection was lost, doubled each time; every pause is cut
   *     by chance to between a half and all of it
   * @param retryAtMost the longest
   * @param refused the first pause after a login was refused, likewise
   * @param refusedAtMost the longest
   */
  public record Times(
      Duration connect,
      Duration answer,
      Duration renew,
      Duration retry,
      Duration retryAtMost,
      Duration refused,
      Duration refusedAtMost) {}
}
