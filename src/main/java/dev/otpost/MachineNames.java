package dev.otpost;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/**
 * Names of hosts are looked up as every other program of the machine does it: by its hosts file,
 * its DNS, and whatever else {@code nsswitch.conf} names.
 *
 * <p>This has to be said, for dnsjava, which is here for DKIM and the doctor, offers the JVM a
 * resolver of its own, and the JVM takes the first that is offered to it: this one, since our jar
 * comes before all others.
 */
public final class MachineNames extends InetAddressResolverProvider {

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return configuration.builtinResolver();
  }

  @Override
  public String name() {
    return "machine";
  }
}
