package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0/24",
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1/32, 192.0.2.1",
    "0.0.0.0/0, 0.0.0.0/0",
    "192.0.2.128/25, 192.0.2.128/25",
    "192.0.2.254/31, 192.0.2.254/31",
    "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "::/0, 0:0:0:0:0:0:0:0/0",
    "::1/128, 0:0:0:0:0:0:0:1",
    "::ffff:192.0.2.0/120, 192.0.2.0/24",
    "::ffff:c000:201, 192.0.2.1",
    "::ffff:0.0.0.0/96, 0.0.0.0/0"
  })
  void readsNetworksAndAddressesAlone(String text, String expected) {
    assertEquals(expected, Network.of(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/24",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.0/024",
        "192.0.2.0/+24",
        "192.0.2.0/-1",
        "192.0.2.0/24/24",
        "192.0.2.0 /24",
        "192.0.2.0/255.255.255.0",
        "192.0.2",
        "192.0.2.0.0",
        "192.0.02.0",
        "192.0.2.256",
        "0xc0.0.2.0",
        "3221225985",
        "::/129",
        "::/9999999999",
        "::ffff:0.0.0.0/95",
        "1::2::3",
        "12345::",
        ":::",
        "1:2:3:4:5:6:7",
        "::ffff:192.0.02.1",
        "[::1]",
        "fe80::1%1",
        "fe80::1%eth0",
        "localhost",
        "gw.example.com/24",
        "fe",
        "١٩٢.0.2.0"
      })
  void isStrictAboutEverythingElse(String text) {
    assertTrue(Network.of(text).isEmpty());
    assertTrue(Network.around(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1/24, 192.0.2.0/24",
    "192.0.2.1/31, 192.0.2.0/31",
    "192.0.2.1/0, 0.0.0.0/0",
    "2001:db8::1/32, 2001:db8:0:0:0:0:0:0/32",
    "2001:db8:8000::/32, 2001:db8:0:0:0:0:0:0/32",
    "::ffff:192.0.2.1/120, 192.0.2.0/24"
  })
  void takesNoBitsBehindThePrefixButKnowsWhichNetworkIsMeant(String text, String meant) {
    assertTrue(Network.of(text).isEmpty());
    assertEquals(meant, Network.around(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0, true",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.0/24, 192.0.1.255, false",
    "192.0.2.4/30, 192.0.2.7, true",
    "192.0.2.4/30, 192.0.2.8, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "::/0, 192.0.2.1, false",
    "::/0, ::ffff:192.0.2.1, false",
    "192.0.2.0/24, ::ffff:192.0.2.1, true",
    "2001:db8::/33, 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff, true",
    "2001:db8::/33, 2001:db8:8000::, false"
  })
  void containsTheAddressesThatBeginLikeIt(String network, String address, boolean contained) {
    assertEquals(
        contained,
        Network.of(network).orElseThrow().contains(Network.address(address).orElseThrow()));
  }

  @Test
  void takesAMappedAddressThatJavaKeepsAsIpv6ForIpv4() throws UnknownHostException {
    var mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    mapped[12] = (byte) 192;
    mapped[14] = 2;
    var address = Inet6Address.getByAddress("", mapped, 3);

    assertTrue(Network.of("192.0.2.0").orElseThrow().contains(address));
    assertEquals("192.0.2.0", Network.alone(address).toString());
  }

  @Test
  void doesNotLookAtZones() throws UnknownHostException {
    var bytes = InetAddress.ofLiteral("fe80::1").getAddress();

    assertTrue(
        Network.of("fe80::/10").orElseThrow().contains(Inet6Address.getByAddress("", bytes, 3)));
    assertEquals(
        Network.of("fe80::1").orElseThrow(),
        Network.alone(Inet6Address.getByAddress("", bytes, 3)));
  }

  @Test
  void isNeverMadeWithBitsBehindItsPrefix() {
    var address = InetAddress.ofLiteral("192.0.2.1");

    assertThrows(IllegalArgumentException.class, () -> new Network(address, 24));
    assertThrows(IllegalArgumentException.class, () -> new Network(address, 33));
    assertThrows(IllegalArgumentException.class, () -> new Network(address, -1));
    assertFalse(Network.around(address, 24).contains(InetAddress.ofLiteral("192.0.3.1")));
  }
}
