package dev.otpost.demo;

/** What can be the matter with a Skyvern while it keeps to its contract. */
public enum Quirk {
  /**
   * The organisation has no credits: only what is a bare code is understood. Any other text is
   * stored raw up to 65,536 characters, and answered with 402 beyond.
   */
  OUT_OF_CREDITS,
  /**
   * The language model is down: a bare code or link is understood, any other text is answered with
   * 502.
   */
  LANGUAGE_MODEL_DOWN,
  /** An old self-hosted server, which knows {@code /api/v1/totp} only. */
  OLD_SERVER,
  /**
   * The database driver takes an {@code expired_at} with an offset; without this quirk it is a 500.
   */
  TAKES_OFFSETS
}
