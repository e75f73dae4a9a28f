package dev.otpost.message;

/**
 * A key or a password. It is shown to nobody: {@code toString} tells its length only.
 *
 * @param value the secret itself, in clear; empty when none is configured
 */
public record Secret(String value) {

  /** No secret at all. */
  public static final Secret NONE = new Secret("");

  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "none" : "(" + value.length() + " characters)";
  }
}
