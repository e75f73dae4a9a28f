package dev.otpost.config;

import dev.otpost.config.WayLoading.Way;
import dev.otpost.delivery.RouteSettings;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.message.Lane;
import dev.otpost.message.Secret;
import dev.otpost.routing.RoutingSettings.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Reads the routes: what takes them, and where they lead. For one thread, used once. */
final class RouteLoading {

  private final Values values;
  private final SkyvernSettings skyvern;
  private final Secrets secrets;
  private final List<Fault> faults;
  private final List<Secret> pullKeys;
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, RouteSettings> destinations = new HashMap<>();

  /**
   * Reads them all.
   *
   * @param names of the routes that somebody says something of
   * @param skyvern where they lead unless they say otherwise
   */
  RouteLoading(
      SortedSet<String> names,
      Values values,
      SkyvernSettings skyvern,
      Secrets secrets,
      List<Fault> faults) {
    this.values = values;
    this.skyvern = skyvern;
    this.secrets = secrets;
    this.faults = faults;
    this.pullKeys = pullKeys(PullKeys.KEYS, PullKeys.KEYS_FILE).orElse(List.of());
    destinations.put(
        Lane.DEFAULT_ROUTE,
        new RouteSettings(
            skyvern, RouteSettings.MAIL, Map.of(), values.get(Keys.DELIVERY_PUSH), pullKeys));
    names.forEach(this::read);
  }

  /** What takes them; the default one is not among them. */
  List<Route> routes() {
    return routes;
  }

  /** Where they lead, and the default one as well. */
  Map<String, RouteSettings> destinations() {
    return destinations;
  }

  private void read(String name) {
    var route =
        new Route(
            name,
            values.get(RouteKeys.RECIPIENT.of(name)),
            values.get(RouteKeys.FROM.of(name)),
            values.get(RouteKeys.IDENTIFIER.of(name)));
    var ids = new HashMap<String, String>();
    putIfAny(ids, "workflow_run_id", values.get(RouteKeys.WORKFLOW_RUN_ID.of(name)));
    putIfAny(ids, "workflow_id", values.get(RouteKeys.WORKFLOW_ID.of(name)));
    putIfAny(ids, "task_id", values.get(RouteKeys.TASK_ID.of(name)));
    var its = skyvern(name);
    var settings =
        new RouteSettings(
            its,
            values.get(RouteKeys.SOURCE.of(name)),
            ids,
            values.get(RouteKeys.PUSH.of(name)).orElse(values.get(Keys.DELIVERY_PUSH)),
            pullKeys(RouteKeys.PULL_KEYS.of(name), RouteKeys.PULL_KEYS_FILE.of(name))
                // Another organisation's runs must not get what is this one's.
                .orElse(its.apiKey().equals(skyvern.apiKey()) ? pullKeys : List.of()));
    if (name.equals(Lane.DEFAULT_ROUTE)) {
      faults.add(
          new Fault(
              "routes." + name,
              "",
              "",
              "this name stands for mail that no route is for; give the route another"));
      return;
    }
    twin(route)
        .ifPresent(
            twin ->
                faults.add(
                    new Fault(
                        "routes." + name,
                        "",
                        "",
                        "it is for the same mail as routes.%s; let recipient or from differ"
                            .formatted(twin.name()))));
    routes.add(route);
    destinations.put(name, settings);
  }

  /** Another one that is for the very same mail, so that it would be chance which is taken. */
  private Optional<Route> twin(Route route) {
    return route.recipient().isEmpty() && route.from().isEmpty()
        ? Optional.empty()
        : routes.stream()
            .filter(
                other ->
                    Set.copyOf(other.recipient().patterns())
                            .equals(new HashSet<>(route.recipient().patterns()))
                        && Set.copyOf(other.from().patterns())
                            .equals(new HashSet<>(route.from().patterns())))
            .findFirst();
  }

  private SkyvernSettings skyvern(String name) {
    var baseUrl = values.get(RouteKeys.BASE_URL.of(name));
    var key = secrets.read("API key", RouteKeys.API_KEY.of(name), RouteKeys.API_KEY_FILE.of(name));
    if (key.isEmpty() && baseUrl.filter(url -> !url.equals(skyvern.baseUrl())).isPresent()) {
      faults.add(
          Fault.missing(
              RouteKeys.API_KEY_FILE.of(name),
              "routes.%s.base-url is another Skyvern, which must not see the key of this one; write"
                      .formatted(name)
                  + " its API key into a file and name it here"));
    }
    var url = baseUrl.orElse(skyvern.baseUrl());
    baseUrl.ifPresent(it -> warn(name, it));
    // What is said of the way to one Skyvern is not for another: nor is a certificate shown to it.
    boolean same = url.equals(skyvern.baseUrl());
    var way = new WayLoading(secrets, Way.ofRoute(name));
    return new SkyvernSettings(
        url,
        key.orElse(own(url)),
        skyvern.callTimeout(),
        way.tls(url, same ? skyvern.tls() : Tls.STANDARD),
        way.proxy(same ? skyvern.proxy() : Optional.empty()));
  }

  private Optional<List<Secret>> pullKeys(Key<Secret> itself, Key<Optional<Path>> inFile) {
    return secrets.read("pull keys", itself, inFile).map(Words::apart);
  }

  /** The key of the top belongs to its own base URL, and goes nowhere else. */
  private Secret own(URI url) {
    return url.equals(skyvern.baseUrl()) ? skyvern.apiKey() : Secret.NONE;
  }

  private void warn(String name, URI url) {
    if (Words.isOpenRoad(url)) {
      secrets
          .warnings()
          .add(
              "routes.%s.base-url is http to another network: the API key and the codes can be read"
                      .formatted(name)
                  + " on the way; use https");
    }
  }

  private static void putIfAny(Map<String, String> ids, String name, String id) {
    if (!id.isEmpty()) {
      ids.put(name, id);
    }
  }
}
