package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Layer.Rank;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;

/**
 * The layers on one another, seen from above.
 *
 * <p>SmallRye Config decides which layer is heard. Of its other services none is asked for: no
 * discovery, no interceptors (they would expand <code>${…}</code> inside of passwords), no
 * conversion (its exceptions show the value).
 */
final class Values {

  private final SmallRyeConfig config;
  private final Map<Key<?>, Stated> standards;
  private final List<Fault> faults;

  /**
   * @param layers {@link Rank#STANDARD} has a good value for every key
   * @param faults to which every bad value is added when it is asked for
   */
  Values(Map<Rank, Map<Key<?>, Stated>> layers, List<Fault> faults) {
    var builder = new SmallRyeConfigBuilder();
    layers.forEach((rank, values) -> builder.withSources(new Layer(rank, values)));
    this.config = builder.build();
    this.standards = layers.getOrDefault(Rank.STANDARD, Map.of());
    this.faults = faults;
  }

  /** What stands for {@code key}; the standard if what stands is bad, which is a fault then. */
  <T> T get(Key<T> key) {
    var stated = stated(key);
    return switch (key.form().read(stated.text())) {
      case Good<T>(var value) -> value;
      case Bad<T>(var whatToDo) -> {
        faults.add(Fault.in(key, stated, whatToDo));
        yield standard(key);
      }
    };
  }

  /** What stands for {@code key}, as it was written. */
  Stated stated(Key<?> key) {
    var found = found(key);
    return new Stated(found.getValue(), found.getConfigSourceName());
  }

  /** Whether anybody said anything of it. */
  boolean given(Key<?> key) {
    return height(key) > Rank.STANDARD.height;
  }

  /**
   * How high the place is from which {@code key} is heard, to compare two keys of which one can be
   * given.
   */
  int height(Key<?> key) {
    return found(key).getConfigSourceOrdinal();
  }

  private ConfigValue found(Key<?> key) {
    return config.getConfigValue(key.name());
  }

  private <T> T standard(Key<T> key) {
    var standard = standards.get(key);
    if (standard != null && key.form().read(standard.text()) instanceof Good<T>(var value)) {
      return value;
    }
    throw new IllegalStateException("no standard for " + key.name());
  }
}
