package dev.otpost.delivery;

import dev.otpost.message.Secret;
import java.util.List;
import java.util.Map;

/**
 * Where the deliveries of a route go, and what is said of them there.
 *
 * @param skyvern routes for which this is the same share a destination
 * @param source posted as {@code source} of mails; never empty
 * @param ids posted as well, each under its name: {@code workflow_run_id}, {@code workflow_id},
 *     {@code task_id}; none is empty
 * @param push whether they are posted at all; if not, they wait until a run fetches them
 * @param pullKeys with which runs may sign as well that fetch them, beside the API key
 */
public record RouteSettings(
    SkyvernSettings skyvern,
    String source,
    Map<String, String> ids,
    boolean push,
    List<Secret> pullKeys) {

  /** What is posted as {@code source} when nobody says otherwise. */
  public static final String MAIL = "email";

  /** What is posted as {@code source} of every text message. */
  static final String PHONE = "phone";

  public RouteSettings {
    ids = Map.copyOf(ids);
    pullKeys = List.copyOf(pullKeys);
  }

  /** Posted, and fetched by whoever has the API key. */
  public RouteSettings(SkyvernSettings skyvern, String source, Map<String, String> ids) {
    this(skyvern, source, ids, true, List.of());
  }

  /** A mail, and nothing more to be said of it. */
  public RouteSettings(SkyvernSettings skyvern) {
    this(skyvern, MAIL, Map.of());
  }

  RouteSettings withSecretsOf(RouteSettings other) {
    return new RouteSettings(
        skyvern.withSecretsOf(other.skyvern), source, ids, push, other.pullKeys);
  }
}
