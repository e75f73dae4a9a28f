package dev.otpost.web.http.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The browsers that have logged in. Safe for any number of threads. */
public final class Sessions {

  /** After this long without a request one logs in again. */
  static final Duration IDLE = Duration.ofHours(12);

  /** After this long in any case. */
  static final Duration LONGEST = Duration.ofDays(7);

  /** At once; the next takes the place of the one that was not used for the longest time. */
  static final int MOST = 100;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final LongSupplier nanoTime;

  /** Of what forms must show; with it goes all that was made before a restart. */
  private final byte[] key = Digests.randomBytes();

  private final Map<String, Session> open = new HashMap<>(); // under this

  private record Session(long began, long used) {}

  public Sessions() {
    this(System::nanoTime);
  }

  Sessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The id for a browser that has none, or that must not keep it: 256 random bits. */
  public static String newId() {
    return Digests.random();
  }

  /** Whether it looks like an id of ours. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** What the forms of the browser with this id must show. */
  public String csrf(String id) {
    return Digests.mac(key, id);
  }

  /** Whether {@code shown} is that. */
  public boolean isCsrf(String id, String shown) {
    return Digests.same(csrf(id), shown);
  }

  /** The id of a browser that has logged in just now. */
  public synchronized String begin() {
    forgetOld();
    if (open.size() >= MOST) {
      open.entrySet().stream()
          .min((one, other) -> Long.signum(one.getValue().used() - other.getValue().used()))
          .map(Map.Entry::getKey)
          .ifPresent(open::remove);
    }
    var id = newId();
    long now = nanoTime.getAsLong();
    open.put(Digests.of(id), new Session(now, now));
    return id;
  }

  /** Whether the browser with this id has logged in; that it asks keeps it so for a while. */
  public synchronized boolean isOpen(String id) {
    forgetOld();
    long now = nanoTime.getAsLong();
    return open.computeIfPresent(Digests.of(id), (_, session) -> new Session(session.began(), now))
        != null;
  }

  /** Whether it is still logged in; that somebody looks does not keep it so. */
  public synchronized boolean lasts(String id) {
    forgetOld();
    return open.containsKey(Digests.of(id));
  }

  /** Logs it out. */
  public synchronized void end(String id) {
    open.remove(Digests.of(id));
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    open.values()
        .removeIf(
            session ->
                now - session.used() >= IDLE.toNanos()
                    || now - session.began() >= LONGEST.toNanos());
  }
}
