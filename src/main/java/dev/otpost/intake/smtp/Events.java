package dev.otpost.intake.smtp;

import dev.otpost.message.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/**
 * What the operator reads of clients that we turn away. Whoever floods us does not flood the log:
 * of one kind of event from one source the first {@link #AT_ONCE} in a minute are said at once, and
 * how many more there were at its end. Safe for any number of threads.
 */
final class Events {

  private static final Logger log = LoggerFactory.getLogger(Events.class);

  /** Of one kind, from one source, in a minute. */
  static final int AT_ONCE = 5;

  /** Kinds and sources that are told apart in a minute; the rest is counted together. */
  static final int TOLD_APART = 200;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private record Kind(Level level, String event, String source, String because) {
    Kind ofOthers() {
      return new Kind(level, event, "others", "various");
    }
  }

  /** Of all kinds, from all sources, in a minute. */
  static final int AT_ONCE_IN_ALL = 100;

  private final Onlooker onlooker;
  private final Map<Kind, Count> counted = new LinkedHashMap<>(); // under this
  private int said; // under this: in this minute
  private long since = System.nanoTime(); // under this

  /**
   * How often something has happened.
   *
   * @param said how often of these it was said at once
   */
  private record Count(int times, int said) {}

  Events(Onlooker onlooker) {
    this.onlooker = onlooker;
  }

  /** A client has connected. */
  void connected() {
    onlooker.connected();
  }

  /** A mail was said yes to. */
  void accepted(boolean encrypted) {
    onlooker.accepted(encrypted);
  }

  /**
   * Something has happened.
   *
   * @param peer the address of the client
   * @param reason why, in a word of ours
   * @param because the same in a sentence: nothing that a client typed
   * @param more pairs that are said if the event is said by itself
   */
  void note(
      Level level,
      String event,
      InetAddress peer,
      String reason,
      String because,
      KeyValuePair... more) {
    onlooker.turnedAway(event, reason);
    if (count(new Kind(level, event, Neighbour.of(peer).toString(), because))) {
      var address = pair("peer", Network.alone(peer));
      say(level, event, Stream.concat(Stream.of(address), Stream.of(more)).toList(), because);
    }
  }

  /** Whether it is to be said now. */
  private synchronized boolean count(Kind kind) {
    var told = counted.size() < TOLD_APART || counted.containsKey(kind) ? kind : kind.ofOthers();
    var before = counted.getOrDefault(told, new Count(0, 0));
    boolean now = told.equals(kind) && before.said() < AT_ONCE && said < AT_ONCE_IN_ALL;
    counted.put(told, new Count(before.times() + 1, before.said() + (now ? 1 : 0)));
    said += now ? 1 : 0;
    return now;
  }

  /** Says what was not said at once, if a minute is over. */
  void sumUp(long nanoTime) {
    boolean over;
    synchronized (this) {
      over = nanoTime - since >= MINUTE.toNanos();
    }
    if (over) {
      sumUp();
    }
  }

  /** Says what was not said at once. */
  void sumUp() {
    Map<Kind, Count> all;
    synchronized (this) {
      all = new LinkedHashMap<>(counted);
      counted.clear();
      said = 0;
      since = System.nanoTime();
    }
    all.forEach(Events::sayTheRest);
  }

  private static void sayTheRest(Kind kind, Count count) {
    int more = count.times() - count.said();
    if (more > 0) {
      say(
          kind.level(),
          kind.event(),
          List.of(pair("peer", kind.source()), pair("more_times", more)),
          kind.because());
    }
  }

  private static void say(Level level, String event, List<KeyValuePair> pairs, String because) {
    var line = log.atLevel(level);
    for (var pair : pairs) {
      line = line.addKeyValue(pair.key, pair.value);
    }
    line.addKeyValue("because", because).log(event);
  }

  /** A key and its value. */
  static KeyValuePair pair(String key, Object value) {
    return new KeyValuePair(key, value);
  }
}
