package dev.otpost.web.health;

import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Resource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code GET /health} says 200 when all is well, and 503 with the names of what is down when not.
 */
public final class HealthEndpoint {

  private HealthEndpoint() {}

  /**
   * What can be asked for.
   *
   * @param health asked at every request, by any number of threads at once; should answer at once
   */
  public static List<Resource> resources(Supplier<Health> health) {
    return List.of(Resource.get("/health", Audience.OUTSIDE, _ -> answer(health.get())));
  }

  private static Answer answer(Health health) {
    if (health.isUp()) {
      return Answer.json(200, "{\"status\":\"up\"}");
    }
    var down = health.down().stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    return Answer.json(503, "{\"status\":\"down\",\"down\":" + down + "}");
  }
}
