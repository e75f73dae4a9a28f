package dev.otpost.web.metrics;

import dev.otpost.web.http.Answer;
import dev.otpost.web.http.Audience;
import dev.otpost.web.http.Body;
import dev.otpost.web.http.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}. However many ask, it is looked at otpost once in {@link #FRESH}, and by one
 * thread at a time.
 */
public final class MetricsEndpoint {

  /** So long the same is answered. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /**
   * What was answered.
   *
   * @param at by {@link System#nanoTime}
   */
  private record Scrape(Body body, long at) {}

  private final Tally tally;
  private final Supplier<Reading> looks;
  private final ReentrantLock scraping = new ReentrantLock();
  private Optional<Scrape> last = Optional.empty(); // under the lock

  private MetricsEndpoint(Tally tally, Supplier<Reading> looks) {
    this.tally = tally;
    this.looks = looks;
  }

  /**
   * What can be asked for.
   *
   * @param looks asked at most once in {@link #FRESH}, by one thread at a time
   */
  public static List<Resource> resources(Tally tally, Supplier<Reading> looks) {
    var endpoint = new MetricsEndpoint(tally, looks);
    return List.of(Resource.get("/metrics", Audience.OPERATOR, _ -> endpoint.answer()));
  }

  /** The same, and each answer is counted from now on. */
  public static List<Resource> counted(Tally tally, List<Resource> resources) {
    return resources.stream().map(it -> counted(tally, it)).toList();
  }

  private static Resource counted(Tally tally, Resource it) {
    return new Resource(
        it.method(),
        it.template(),
        it.audience(),
        it.largest(),
        request -> {
          int status = 500; // An endpoint that throws is answered for by the server.
          try {
            var answer = it.endpoint().answer(request);
            status =
                switch (answer) {
                  case Answer.Whole whole -> whole.status();
                  case Answer.Events _ -> 200;
                };
            return answer;
          } finally {
            tally.answered(it.template(), status);
          }
        });
  }

  private Answer answer() throws InterruptedException {
    scraping.lockInterruptibly();
    try {
      var scrape = last.filter(it -> System.nanoTime() - it.at() < FRESH.toNanos());
      var body = scrape.map(Scrape::body).orElseGet(this::scrape);
      if (scrape.isEmpty()) {
        last = Optional.of(new Scrape(body, System.nanoTime()));
      }
      return new Answer.Whole(200, Exposition.TYPE, body, Map.of());
    } finally {
      scraping.unlock();
    }
  }

  private Body scrape() {
    return Body.of(text(tally, looks));
  }

  /** What is answered, as it would be just now. */
  static String text(Tally tally, Supplier<Reading> looks) {
    long begun = System.nanoTime();
    var text = new Exposition();
    looks.get().tell(text);
    tally.tell(text);
    Machine.tell(text);
    text.gauge("otpost_scrape_seconds", "How long it took to look all this up.")
        .seconds((double) (System.nanoTime() - begun) / 1e9);
    return text.toString();
  }
}
