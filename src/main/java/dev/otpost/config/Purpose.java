package dev.otpost.config;

/** What a configuration is read for. */
public enum Purpose {
  /**
   * To take in and post mail, or to see whether that would work: everything must be there, secrets
   * are read.
   */
  SERVE,
  /**
   * To look at mail or at the spool. Missing recipients and a missing API key are no fault, and
   * secrets in files are left alone: whoever looks need not be allowed to read them. The API key is
   * then empty.
   */
  INSPECT
}
