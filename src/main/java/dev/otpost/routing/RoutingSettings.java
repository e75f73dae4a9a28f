package dev.otpost.routing;

import dev.otpost.message.Recipients;
import java.time.Duration;

/**
 * What routing must know of this gateway.
 *
 * @param gateway the gateway's own addresses, which are no identifiers as long as there is a better
 *     one
 * @param lifetime how long after its origin a code is worth posting; positive
 */
public record RoutingSettings(Recipients gateway, Duration lifetime) {}
