package dev.otpost.delivery;

import dev.otpost.message.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How deliveries leave.
 *
 * @param parallel the most attempts under way at once at each destination, at least 1
 * @param routes every route by its name, the default one too
 */
public record DeliverySettings(int parallel, Map<String, RouteSettings> routes) {

  public DeliverySettings {
    routes = Map.copyOf(routes);
  }

  /**
   * Each Skyvern that is posted to, with each key and each way in which it is called, and the names
   * of its routes in their order.
   */
  public Map<SkyvernSettings, List<String>> destinations() {
    return new TreeMap<>(routes)
        .entrySet().stream()
            .filter(route -> route.getValue().push())
            .collect(
                Collectors.groupingBy(
                    route -> route.getValue().skyvern(),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }

  /** The routes that nothing is posted for, in their order. */
  public List<String> unpushed() {
    return routes.entrySet().stream()
        .filter(route -> !route.getValue().push())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** With which keys runs may sign that fetch, and what they may have: the routes of each. */
  public Map<Secret, SortedSet<String>> pullKeys() {
    var keys = new HashMap<Secret, SortedSet<String>>();
    routes.forEach(
        (name, route) ->
            Stream.concat(Stream.of(route.skyvern().apiKey()), route.pullKeys().stream())
                .filter(key -> !key.isEmpty())
                .forEach(key -> keys.computeIfAbsent(key, _ -> new TreeSet<>()).add(name)));
    return keys;
  }

  /**
   * The same, but for keys, certificates and proxies: they are those of {@code other}, route by
   * route. What belongs to another base URL by now is not taken, for this one must not see it.
   */
  public DeliverySettings withSecretsOf(DeliverySettings other) {
    var with = new HashMap<>(routes);
    with.replaceAll(
        (name, route) -> {
          var theirs = other.routes.get(name);
          return theirs != null && theirs.skyvern().baseUrl().equals(route.skyvern().baseUrl())
              ? route.withSecretsOf(theirs)
              : route;
        });
    return new DeliverySettings(parallel, with);
  }
}
