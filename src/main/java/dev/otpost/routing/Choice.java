package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import dev.otpost.message.Letter;
import dev.otpost.routing.RoutingSettings.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the route of a mail: of those that it may take, the one that is most closely meant. */
record Choice(List<Route> routes) {

  /** How closely a route is meant; compared from the first to the last. */
  private record Fit(Route route, boolean recipient, boolean from, int closeness) {}

  private static final Comparator<Fit> CLOSEST =
      Comparator.comparing(Fit::recipient)
          .thenComparing(Fit::from)
          .thenComparingInt(Fit::closeness)
          .thenComparing(fit -> fit.route().name(), Comparator.reverseOrder());

  /** Empty if none is for it. */
  Optional<Route> of(Address recipient, Letter letter) {
    var site = letter.author();
    return routes.stream()
        .flatMap(route -> fit(route, recipient, site).stream())
        .max(CLOSEST)
        .map(Fit::route);
  }

  /**
   * The one whose codes a text message to this number is among: text messages come to no address of
   * the gateway, and no sender of one can be believed. Of two rather the one that is not for some
   * mail as well. Empty if none says so.
   */
  Optional<Route> of(Identifier number) {
    return routes.stream()
        .filter(route -> route.identifier().filter(number::equals).isPresent())
        .min(
            Comparator.comparing((Route it) -> !(it.recipient().isEmpty() && it.from().isEmpty()))
                .thenComparing(Route::name));
  }

  private static Optional<Fit> fit(Route route, Address recipient, Optional<Address> site) {
    int from = site.map(address -> route.from().closeness(address.value())).orElse(-1);
    int to = closeness(route, recipient);
    boolean limited = !(route.recipient().isEmpty() && route.from().isEmpty());
    return (to >= 0 || (route.recipient().isEmpty() && limited))
            && (from >= 0 || route.from().isEmpty())
        ? Optional.of(new Fit(route, to >= 0, from >= 0, Math.max(to, 0) + Math.max(from, 0)))
        : Optional.empty();
  }

  /**
   * A tag that is a route's name is as close as can be. A tag that the pattern does not speak of
   * leads no mail away from the route of the address itself.
   */
  private static int closeness(Route route, Address recipient) {
    if (Tag.of(recipient).filter(tag -> tag.names(route)).isPresent()) {
      return 2 * recipient.value().length();
    }
    int whole = route.recipient().closeness(recipient.value());
    return whole >= 0 ? whole : route.recipient().closeness(Tag.without(recipient).value());
  }
}
