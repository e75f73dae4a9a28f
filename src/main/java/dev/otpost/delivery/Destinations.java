package dev.otpost.delivery;

import dev.otpost.message.Reach;
import dev.otpost.message.Secret;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Posts what is pending, each entry to the Skyvern of its route, from {@link #start} to {@link
 * #close}. Every destination has an agent, connections and a key of its own: one that is down, slow
 * or refuses its key costs the others nothing, and no key goes anywhere but to its own base URL.
 * Safe for any number of threads.
 */
public final class Destinations implements AutoCloseable {

  /**
   * One Skyvern with one key, called in one way.
   *
   * @param routes that lead there, in their order
   */
  private record Stop(
      SkyvernSettings settings, List<String> routes, SkyvernClient client, DeliveryAgent agent)
      implements AutoCloseable {

    boolean leadsWhere(SkyvernSettings other, List<String> otherRoutes) {
      return settings.baseUrl().equals(other.baseUrl()) && routes.equals(otherRoutes);
    }

    @Override
    public void close() {
      agent.close();
      client.close();
    }
  }

  /** Replaced as a whole, so that nobody sees routes of one state and destinations of another. */
  private record Now(DeliverySettings settings, Map<SkyvernSettings, Stop> stops) {}

  /** Stands for the routes that are not in the configuration any more. */
  private static final String NOT_CONFIGURED = "not configured";

  private final Spool spool;
  private final Onlooker onlooker;
  private final InstantSource clock;
  private final DeliveryAgent nowhere;
  private final Shelf shelf;

  /** Held while one more destination is added to {@link #now}. */
  private final ReentrantLock beginning = new ReentrantLock();

  private volatile Now now;

  private Destinations(
      DeliverySettings settings, Spool spool, Onlooker onlooker, InstantSource clock) {
    this.spool = spool;
    this.onlooker = onlooker;
    this.clock = clock;
    this.now = new Now(settings, Map.of());
    this.nowhere =
        DeliveryAgent.start(
            1, Duration.ZERO, spool, this::isForeign, new Destination.Nowhere(), onlooker, clock);
    this.shelf = Shelf.start(spool, this::isUnpushed, clock);
  }

  /** Takes up what is pending in the spool, and from then on whatever arrives. */
  public static Destinations start(
      DeliverySettings settings, Spool spool, Onlooker onlooker, InstantSource clock) {
    var destinations = new Destinations(settings, spool, onlooker, clock);
    spool.listen(destinations.new Dispatch());
    destinations.head(settings);
    return destinations;
  }

  /**
   * From now on with the keys, certificates and proxies of {@code settings}; what waited for one
   * leaves at once. Nothing else of them is heard. Where routes part that shared a destination, or
   * meet, the old one ends before the new one begins, so that nothing is under way twice.
   */
  public void useKeys(DeliverySettings settings) {
    head(now.settings().withSecretsOf(settings));
  }

  /**
   * How each destination stands just now, by their routes; that of routes which are not configured
   * any more only if something waits for one.
   */
  public List<Reach> standing() {
    var all = new ArrayList<Reach>();
    for (var stop : now.stops().values()) {
      all.add(reach(stop));
    }
    all.sort(Comparator.comparing(Reach::routes));
    if (!nowhere.isIdle()) {
      all.add(nowhere.standing().of(NOT_CONFIGURED, Optional.empty()));
    }
    return List.copyOf(all);
  }

  /** With which keys runs may sign that fetch, and the routes of each. */
  public Map<Secret, SortedSet<String>> pullKeys() {
    return now.settings().pullKeys();
  }

  /**
   * How a destination that is configured stands.
   *
   * @param stillFor how long ago what posts there last took its turn, which it does every 10 s
   */
  public record Contact(Reach reach, Duration stillFor) {}

  /** Of each, by their routes. */
  public List<Contact> contacts() {
    return now.stops().values().stream()
        .map(stop -> new Contact(reach(stop), stop.agent().stillFor()))
        .sorted(Comparator.comparing(it -> it.reach().routes()))
        .toList();
  }

  private static Reach reach(Stop stop) {
    var agent = stop.agent();
    return agent.standing().of(String.join(", ", stop.routes()), agent.answeredAt());
  }

  private synchronized void head(DeliverySettings settings) {
    var old = new ArrayList<>(now.stops().values());
    var kept = new HashMap<SkyvernSettings, Stop>();
    settings
        .destinations()
        .forEach(
            (skyvern, routes) ->
                old.stream()
                    .filter(stop -> stop.leadsWhere(skyvern, routes))
                    .findFirst()
                    .ifPresent(
                        stop -> {
                          stop.client().use(skyvern);
                          kept.put(skyvern, new Stop(skyvern, routes, stop.client(), stop.agent()));
                          old.remove(stop);
                        }));
    now = new Now(settings, Map.copyOf(kept));
    hurry();
    var ending = new HashMap<Stop, Thread>();
    old.forEach(stop -> ending.put(stop, aside(stop::close)));
    var all = new ArrayList<>(ending.values());
    settings
        .destinations()
        .forEach(
            (skyvern, routes) -> {
              if (!kept.containsKey(skyvern)) {
                // One that hangs takes its time to end: only what goes on from it waits for that.
                var before =
                    ending.entrySet().stream()
                        .filter(it -> !Collections.disjoint(it.getKey().routes(), routes))
                        .map(Map.Entry::getValue)
                        .toList();
                all.add(
                    aside(
                        () -> {
                          join(before);
                          begin(settings, skyvern, routes);
                        }));
              }
            });
    join(all);
  }

  private void begin(DeliverySettings settings, SkyvernSettings skyvern, List<String> routes) {
    var stop = stop(settings, skyvern, routes);
    beginning.lock();
    try {
      var stops = new HashMap<>(now.stops());
      stops.put(skyvern, stop);
      now = new Now(settings, Map.copyOf(stops));
    } finally {
      beginning.unlock();
    }
    // What arrived meanwhile and was told to nobody is found in the spool.
    stop.agent().hurry();
  }

  private Stop stop(DeliverySettings settings, SkyvernSettings skyvern, List<String> routes) {
    var names = Set.copyOf(routes);
    var client = new SkyvernClient(skyvern, settings.routes(), settings.parallel(), clock);
    var agent =
        DeliveryAgent.start(
            settings.parallel(),
            skyvern.callTimeout(),
            spool,
            pending -> names.contains(pending.lane().route()),
            client,
            onlooker,
            clock);
    return new Stop(skyvern, routes, client, agent);
  }

  private boolean isForeign(Pending pending) {
    return !now.settings().routes().containsKey(pending.lane().route());
  }

  private boolean isUnpushed(Pending pending) {
    var route = now.settings().routes().get(pending.lane().route());
    return route != null && !route.push();
  }

  /** Everybody looks at the spool again, and makes everything due at once. */
  private void hurry() {
    everyAgent(DeliveryAgent::hurry);
  }

  private void everyAgent(Consumer<DeliveryAgent> tell) {
    now.stops().values().forEach(stop -> tell.accept(stop.agent()));
    tell.accept(nowhere);
  }

  private final class Dispatch implements Spool.Listener {
    @Override
    public void arrived(Pending pending) {
      var current = now;
      var route = Optional.ofNullable(current.settings().routes().get(pending.lane().route()));
      if (route.isEmpty()) {
        nowhere.arrived(pending);
      } else if (!route.get().push()) {
        shelf.arrived(pending);
      } else {
        // None while it is being made: then it will ask the spool.
        Optional.ofNullable(current.stops().get(route.get().skyvern()))
            .ifPresent(stop -> stop.agent().arrived(pending));
      }
    }

    @Override
    public void changed() {
      shelf.changed();
      everyAgent(DeliveryAgent::changed);
    }

    @Override
    public void served(long id) {
      everyAgent(agent -> agent.served(id));
    }

    @Override
    public void shifted(Duration by) {
      now.stops().values().forEach(stop -> stop.client().clockSet(by));
      shelf.changed();
      everyAgent(agent -> agent.shifted(by));
    }
  }

  /**
   * Begins no more attempts, waits a little for those under way, then cuts them off. What was not
   * posted stays pending.
   */
  @Override
  public synchronized void close() {
    var all = new ArrayList<Runnable>(List.of(nowhere::close, shelf::close));
    now.stops().values().forEach(stop -> all.add(stop::close));
    closeAll(all);
  }

  /** Together, for each may take its time. */
  private static void closeAll(List<Runnable> closing) {
    join(closing.stream().map(Destinations::aside).toList());
  }

  private static Thread aside(Runnable work) {
    return Thread.ofVirtual().name("otpost-destinations").start(work);
  }

  private static void join(List<Thread> threads) {
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
