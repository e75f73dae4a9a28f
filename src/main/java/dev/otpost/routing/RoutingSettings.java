package dev.otpost.routing;

import dev.otpost.message.Recipients;
import java.time.Duration;

/**
 * What routing must know of this gateway.
 *
 * @param gateway the gateway's own addresses, which are no identifiers as long as there is a better
 *     one
 * @param lifetime how long after its origin a code is worth posting; positive
 * @param posting what is posted of a mail
 */
public record RoutingSettings(Recipients gateway, Duration lifetime, PostingSettings posting) {

  /** With the rest as it is when the configuration says nothing. */
  public RoutingSettings(Recipients gateway, Duration lifetime) {
    this(gateway, lifetime, PostingSettings.STANDARD);
  }
}
