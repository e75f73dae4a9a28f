package dev.otpost.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the environment says: {@code OTPOST_<KEY>}, and the two variables of Skyvern's. A variable
 * without a value counts as none, since container set-ups cannot leave one out.
 */
final class Environment {

  static final String PREFIX = "OTPOST_";

  /** The variable that names the file. */
  static final String FILE = PREFIX + "CONFIG";

  private static final Map<String, Key<?>> SKYVERN =
      Map.of("SKYVERN_API_KEY", Keys.SKYVERN_API_KEY, "SKYVERN_BASE_URL", Keys.SKYVERN_BASE_URL);

  private static final Set<String> NO_KEYS = Set.of(FILE);

  /**
   * What Kubernetes sets in every pod beside a service whose name begins with "otpost". One of them
   * looks like a key of ours if the service is called otpost-smtp: {@code
   * OTPOST_SMTP_PORT=tcp://10.0.0.1:25}. The host of a mailbox that somebody calls "service" only
   * looks like one of them.
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "OTPOST_(?!IMAP_ACCOUNTS_)(?:.+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?)=.*"
              + "|OTPOST_(?:.+_)?PORT_\\d+_(?:TCP|UDP|SCTP)(?:_.+)?=.*"
              + "|OTPOST_(?:.+_)?PORT=[a-z]+://.*");

  private Environment() {}

  /** What the variables of ours say; unknown ones are added to {@code faults}. */
  static Map<Key<?>, Stated> ours(Map<String, String> environment, List<Fault> faults) {
    var stated = new HashMap<Key<?>, Stated>();
    // Sorted, so that the faults come in the same order each time.
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PREFIX)
                  || NO_KEYS.contains(name)
                  || isServiceLink(name, value)) {
                return;
              }
              Keys.ofVariable(name)
                  .ifPresentOrElse(
                      key -> put(stated, key, name, value), () -> faults.add(unknown(name)));
            });
    return stated;
  }

  /** What Skyvern's own variables say. */
  static Map<Key<?>, Stated> skyvern(Map<String, String> environment) {
    var stated = new HashMap<Key<?>, Stated>();
    SKYVERN.forEach((name, key) -> put(stated, key, name, environment.getOrDefault(name, "")));
    return stated;
  }

  private static void put(Map<Key<?>, Stated> stated, Key<?> key, String name, String value) {
    if (!value.isBlank()) {
      stated.put(key, new Stated(value, "environment variable " + name));
    }
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name + "=" + value).matches();
  }

  private static Fault unknown(String name) {
    var guess =
        Nearest.to(name, Keys.variablesLike(name))
            .map("did you mean %s?"::formatted)
            .orElse("take it away");
    return new Fault(
        "", "environment variable " + Fault.name(name), "", "there is no such key; " + guess);
  }
}
