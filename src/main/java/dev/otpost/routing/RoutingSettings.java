package dev.otpost.routing;

import dev.otpost.message.Identifier;
import dev.otpost.message.Recipients;
import dev.otpost.message.Wildcards;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What routing must know of this gateway.
 *
 * @param gateway the gateway's own addresses, which are no identifiers as long as there is a better
 *     one
 * @param lifetime how long after its origin a code is worth posting; positive
 * @param posting what is posted of a mail
 * @param routes those of the configuration, in any order; mail that none is for goes by {@code
 *     default}
 * @param identifiers what is to be known of identifiers
 * @param mailboxes the rules for mail from watched mailboxes, by the name of the account
 */
public record RoutingSettings(
    Recipients gateway,
    Duration lifetime,
    PostingSettings posting,
    List<Route> routes,
    Identifiers identifiers,
    Map<String, Mailbox> mailboxes) {

  public RoutingSettings {
    routes = List.copyOf(routes);
    mailboxes = Map.copyOf(mailboxes);
  }

  /** Without mailboxes that are watched. */
  public RoutingSettings(
      Recipients gateway,
      Duration lifetime,
      PostingSettings posting,
      List<Route> routes,
      Identifiers identifiers) {
    this(gateway, lifetime, posting, routes, identifiers, Map.of());
  }

  /** Without routes, aliases and limits. */
  public RoutingSettings(Recipients gateway, Duration lifetime, PostingSettings posting) {
    this(gateway, lifetime, posting, List.of(), Identifiers.ANY);
  }

  /** With the rest as it is when the configuration says nothing. */
  public RoutingSettings(Recipients gateway, Duration lifetime) {
    this(gateway, lifetime, PostingSettings.STANDARD);
  }

  /**
   * A way to some Skyvern, and what takes it. With neither recipient nor site, only mail that names
   * it as a tag of the recipient does ({@code otp+name@gw.example.com}).
   *
   * @param name by which lanes and people call it
   * @param recipient at this gateway; empty if any
   * @param from the site's address; empty if any
   * @param identifier whose the codes are; empty if that is to be found in the mail
   */
  public record Route(
      String name, Wildcards recipient, Wildcards from, Optional<Identifier> identifier) {}

  /**
   * What is to be known of identifiers.
   *
   * @param aliases of which the closest one that matches says what Skyvern waits for
   * @param allow whose codes are posted; empty if everybody's
   */
  public record Identifiers(List<Alias> aliases, Wildcards allow) {

    /** Everybody, under the name that the site knows. */
    public static final Identifiers ANY = new Identifiers(List.of(), Wildcards.NONE);

    public Identifiers {
      aliases = List.copyOf(aliases);
    }

    /** What Skyvern waits for under this name; empty if it is no alias. */
    public Optional<Identifier> aliased(Identifier found) {
      return aliases.stream()
          .filter(alias -> alias.alias().match(found.value()))
          .max(Comparator.comparingInt(alias -> alias.alias().closeness(found.value())))
          .map(Alias::identifier);
    }
  }

  /**
   * The rules for mail from one watched mailbox.
   *
   * @param personal whether it is a person's, whose own address is an identifier like any other;
   *     false if it collects the mail of an address of the gateway
   * @param withoutOtp what becomes of mail with neither a code nor a link
   * @param from whose mail is looked at; empty if everybody's
   * @param subject which subjects are looked at; empty if all
   * @param to mail for whom is looked at, by To, Cc and what the last server noted; empty if
   *     everybody
   */
  public record Mailbox(
      boolean personal,
      PostingSettings.WithoutOtp withoutOtp,
      Wildcards from,
      Wildcards subject,
      Wildcards to) {}

  /** Another name of an identifier. */
  public record Alias(Wildcards alias, Identifier identifier) {}
}
