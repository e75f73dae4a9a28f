package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.spi.InetAddressResolverProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class MachineNamesTest {

  /** As the JVM chooses; dnsjava, which is behind us on the class path, offers one of its own. */
  @Test
  void areWhatTheJvmTakesOfAllThatIsOffered() {
    var offered = ServiceLoader.load(InetAddressResolverProvider.class).stream().toList();

    assertEquals(2, offered.size());
    assertEquals(MachineNames.class, offered.getFirst().type());
  }
}
