package dev.otpost.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.MapBackedConfigValueConfigSource;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;

/**
 * The values that stand in one place. Several lie on one another, and the uppermost that has a
 * value is heard.
 */
final class Layer extends MapBackedConfigValueConfigSource {

  @Serial private static final long serialVersionUID = 1L;

  /** Where values stand, the upper one beats the lower. */
  enum Rank {
    /** {@code OTPOST_<KEY>}. */
    ENVIRONMENT(500),
    /** Files named like the key in {@code $CREDENTIALS_DIRECTORY}, handed to this very service. */
    CREDENTIALS(400),
    /**
     * {@code SKYVERN_API_KEY} and {@code SKYVERN_BASE_URL}, which may be there for other programs.
     */
    SKYVERN_ENVIRONMENT(300),
    FILE(200),
    /** What stands when nobody says anything: a value for every key. */
    STANDARD(100);

    final int height;

    Rank(int height) {
      this.height = height;
    }
  }

  Layer(Rank rank, Map<Key<?>, Stated> values) {
    super(rank.name(), described(values), rank.height);
  }

  private static Map<String, ConfigValue> described(Map<Key<?>, Stated> values) {
    var described = new HashMap<String, ConfigValue>();
    values.forEach(
        (key, stated) ->
            described.put(
                key.name(),
                ConfigValue.builder()
                    .withName(key.name())
                    .withValue(stated.text())
                    .withConfigSourceName(stated.where())
                    .build()));
    return described;
  }
}
