package dev.otpost.gateway;

import java.util.Optional;

/** Which otpost this is. */
public final class Version {

  private Version() {}

  /** From the manifest of the jar; a build that was never packaged has none. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
