package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NeighbourTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, ::ffff:192.0.2.1, true",
    "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
    "2001:db8::1, 2001:db8:0:1::1, false",
    "::1, ::1, true",
    "::1, 127.0.0.1, false"
  })
  void isOneIpv4AddressOrOneIpv6CustomerOfAProvider(String one, String other, boolean same) {
    assertEquals(same, neighbour(one).equals(neighbour(other)));
  }

  @Test
  void isTheSameOnEveryLink() throws UnknownHostException {
    var bytes = InetAddress.ofLiteral("fe80::1").getAddress();

    assertEquals(neighbour("fe80::1"), Neighbour.of(Inet6Address.getByAddress("", bytes, 3)));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.1", "2001:db8::1, 2001:db8:0:0:0:0:0:0/64"})
  void isShownAsWhatIsCounted(String address, String shown) {
    assertEquals(shown, neighbour(address).toString());
  }

  private static Neighbour neighbour(String address) {
    return Neighbour.of(InetAddress.ofLiteral(address));
  }
}
