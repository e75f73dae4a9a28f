package dev.otpost.web.health;

import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Request;
import dev.otpost.web.http.Resource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.jr.ob.JSON;

/**
 * {@code GET /healthz} says whether otpost lives, {@code GET /readyz} whether it can do its work:
 * 200 or 503, and to the operator why.
 */
public final class HealthEndpoint {

  /**
   * For so long an answer about readiness is given again: looking costs a write to the disk, which
   * nobody outside is to ask for as often as he likes.
   */
  static final Duration GIVEN_AGAIN = Duration.ofSeconds(1);

  private final Supplier<Health> health;
  private final Supplier<Readiness> readiness;

  /** One looks, the others wait for what is seen. */
  private final ReentrantLock looking = new ReentrantLock();

  /** Under the lock. Empty before the first look. */
  private Optional<Readiness> seen = Optional.empty();

  /** Under the lock. By {@link System#nanoTime}. */
  private long seenAt;

  private HealthEndpoint(Supplier<Health> health, Supplier<Readiness> readiness) {
    this.health = health;
    this.readiness = readiness;
  }

  /**
   * What can be asked for.
   *
   * @param health asked at every request, by any number of threads at once; should answer at once
   * @param readiness asked once a second at most; may take its time
   */
  public static List<Resource> resources(Supplier<Health> health, Supplier<Readiness> readiness) {
    var endpoint = new HealthEndpoint(health, readiness);
    return List.of(
        Resource.get("/healthz", Audience.OUTSIDE, endpoint::alive),
        Resource.get("/readyz", Audience.OUTSIDE, endpoint::ready));
  }

  private Answer alive(Request request) {
    var now = health.get();
    return answer(
        now.isUp() ? 200 : 503,
        now.isUp() ? "up" : "down",
        now.isUp() || !request.isByOperator() ? Map.of() : Map.of("down", now.down()));
  }

  private Answer ready(Request request) {
    var now = look();
    return answer(
        now.isReady() ? 200 : 503,
        now.isReady() ? "ready" : "not_ready",
        request.isByOperator()
            ? Map.of("checks", now.checks().stream().map(HealthEndpoint::object).toList())
            : Map.of());
  }

  private Readiness look() {
    looking.lock();
    try {
      if (seen.isEmpty() || System.nanoTime() - seenAt >= GIVEN_AGAIN.toNanos()) {
        seen = Optional.of(readiness.get());
        seenAt = System.nanoTime();
      }
      return seen.get();
    } finally {
      looking.unlock();
    }
  }

  private static Map<String, Object> object(Readiness.Check check) {
    var object = new LinkedHashMap<String, Object>();
    object.put("name", check.name());
    object.put("ok", check.ok());
    object.put("vital", check.vital());
    object.put("reason", check.reason());
    return object;
  }

  private static Answer answer(int code, String status, Map<String, Object> more) {
    var object = new LinkedHashMap<String, Object>();
    object.put("status", status);
    object.putAll(more);
    return Answer.json(code, JSON.std.asString(object));
  }
}
