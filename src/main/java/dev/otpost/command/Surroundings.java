package dev.otpost.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the process finds itself in.
 *
 * @param environment its variables
 * @param installation the directory with {@code bin}, {@code conf} and {@code lib}
 * @param hostname what this machine calls itself
 * @param clock the only one
 */
public record Surroundings(
    Map<String, String> environment, Path installation, String hostname, InstantSource clock) {

  /** The variables may hold secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + installation + "]";
  }
}
