package dev.otpost.web.health;

import java.util.List;

/** Whether otpost can do what it is there for: take mail in, and keep it. */
public record Readiness(List<Check> checks) {

  public Readiness {
    checks = List.copyOf(checks);
  }

  /**
   * One thing that was looked at.
   *
   * @param name a lower-case word: {@code smtp}, {@code spool}, {@code mailboxes}, {@code skyvern}
   * @param ok whether it is as it should be
   * @param vital whether otpost is not ready without it
   * @param reason in words, without addresses, identifiers and anything secret
   */
  public record Check(String name, boolean ok, boolean vital, String reason) {}

  public boolean isReady() {
    return checks.stream().allMatch(it -> it.ok() || !it.vital());
  }
}
