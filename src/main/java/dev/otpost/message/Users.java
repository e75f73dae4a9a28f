package dev.otpost.message;

import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may hand over mail with a password. Names are compared to the letter, in NFC (RFC 8265 3.4).
 *
 * @param hashes by name, in the order of the configuration
 */
public record Users(Map<String, PasswordHash> hashes) {

  /** Nobody. */
  public static final Users NONE = new Users(Map.of());

  /** The longest name in octets of UTF-8 (RFC 4616 2). */
  public static final int MAX_NAME = 255;

  public Users {
    var normal = new LinkedHashMap<String, PasswordHash>();
    hashes.forEach((name, hash) -> normal.put(normal(name), hash));
    hashes = Collections.unmodifiableMap(normal);
  }

  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /** What is kept of the password of this user; empty if there is no such user. */
  public Optional<PasswordHash> of(String name) {
    return Optional.ofNullable(hashes.get(normal(name)));
  }

  /** Their names, in the order of the configuration. */
  public List<String> names() {
    return List.copyOf(hashes.keySet());
  }

  @Override
  public String toString() {
    return "Users[%d]".formatted(hashes.size());
  }

  /** The form in which names are compared. */
  public static String normal(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
