package dev.otpost.config;

/** How a log line is written. */
public enum LogFormat {
  /** {@code key=value} pairs, for eyes and grep. */
  TEXT,
  /** A JSON object a line, for collectors. */
  JSON
}
