package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.ProxyHeader.Local;
import dev.otpost.intake.smtp.ProxyHeader.Malformed;
import dev.otpost.intake.smtp.ProxyHeader.Proxied;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyHeaderTest {

  /** What the client says, once the load balancer has spoken. */
  private static final byte[] BEHIND = "EHLO client.example\r\n".getBytes(ISO_8859_1);

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String IPV4 = "c0000201" + "c6336401" + "dc04" + "0019";
  private static final String IPV6 =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "ffff" + "0019";

  @ParameterizedTest
  @CsvSource({
    "TCP4 192.0.2.1 198.51.100.1 56324 25, 192.0.2.1, 56324",
    "TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
    "TCP4 0.0.0.0 0.0.0.0 0 0, 0.0.0.0, 0",
    "TCP6 2001:db8::1 2001:db8::2 65535 25, 2001:db8::1, 65535",
    "TCP6 ::ffff:192.0.2.1 ::1 1 25, 192.0.2.1, 1",
    "TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535"
        + " 65535, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535"
  })
  void readsWhoseConnectionItIsFromALine(String line, String address, int port) throws IOException {
    assertEquals(proxied(address, port), readExactly(line("PROXY " + line + "\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "UNKNOWN ", "UNKNOWN ffff::1 whatever 65535 \u00e9 \r \t"})
  void passesOverWhatStandsBehindUnknown(String line) throws IOException {
    assertEquals(new Local(), readExactly(line("PROXY " + line + "\r\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TCP4",
        "UNKNOWNX",
        "unknown",
        "tcp4 192.0.2.1 198.51.100.1 1 25",
        "UDP4 192.0.2.1 198.51.100.1 1 25",
        "TCP4 192.0.2.1 198.51.100.1 1",
        "TCP4 192.0.2.1 198.51.100.1 1 25 ",
        "TCP4 192.0.2.1 198.51.100.1 1 25 9",
        "TCP4  192.0.2.1 198.51.100.1 1 25",
        " TCP4 192.0.2.1 198.51.100.1 1 25",
        "TCP4\t192.0.2.1\t198.51.100.1\t1\t25",
        "TCP4 192.0.2.256 198.51.100.1 1 25",
        "TCP4 192.0.2.01 198.51.100.1 1 25",
        "TCP4 192.0.2 198.51.100.1 1 25",
        "TCP4 192.0.2.1 198.51.100 1 25",
        "TCP4 2001:db8::1 2001:db8::2 1 25",
        "TCP4 ::ffff:192.0.2.1 198.51.100.1 1 25",
        "TCP4 localhost 198.51.100.1 1 25",
        "TCP6 192.0.2.1 198.51.100.1 1 25",
        "TCP6 2001:db8::1 198.51.100.1 1 25",
        "TCP6 fe80::1%1 fe80::2 1 25",
        "TCP6 [2001:db8::1] 2001:db8::2 1 25",
        "TCP4 192.0.2.1 198.51.100.1 65536 25",
        "TCP4 192.0.2.1 198.51.100.1 1 65536",
        "TCP4 192.0.2.1 198.51.100.1 -1 25",
        "TCP4 192.0.2.1 198.51.100.1 01 25",
        "TCP4 192.0.2.1 198.51.100.1 99999999999 25",
        "TCP4 192.0.2.1 198.51.100.1 1 25\u0000",
        "TCP4 192.0.2.1 198.51.100.1 \u00b2 25"
      })
  void isStrictAboutEveryOtherLine(String line) throws IOException {
    assertInstanceOf(Malformed.class, readExactly(line("PROXY " + line + "\r\n")));
  }

  @Test
  void takesALineOf107OctetsAndNoMore() throws IOException {
    var longest = "PROXY UNKNOWN " + "x".repeat(ProxyHeader.MAX_LINE - 16) + "\r\n";
    assertEquals(ProxyHeader.MAX_LINE, longest.length());
    assertEquals(new Local(), readExactly(line(longest)));

    var in = new ByteArrayInputStream(line(longest.replace("\r\n", "x\r\n")));
    assertInstanceOf(Malformed.class, ProxyHeader.read(in));
    assertEquals(1, in.available(), "read no further than the limit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.1 198.51.100.1 1 25\n",
        "PROXY \n",
        "\n",
        "EHLO client.example\r\n",
        "proxy UNKNOWN\r\n",
        "PROXY\tUNKNOWN\r\n",
        "PROXYUNKNOWN\r\n",
        "\u0016\u0003\u0001"
      })
  void isNoneOfAnythingElse(String text) throws IOException {
    assertInstanceOf(Malformed.class, ProxyHeader.read(new ByteArrayInputStream(line(text))));
  }

  @ParameterizedTest
  @CsvSource({"11, " + IPV4 + ", 192.0.2.1, 56324", "21, " + IPV6 + ", 2001:db8::1, 65535"})
  void readsWhoseConnectionItIsFromBinary(String family, String rest, String address, int port)
      throws IOException {
    assertEquals(proxied(address, port), readExactly(binary("21", family, rest)));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 00, ''",
    "20, 11, " + IPV4,
    "20, 11, ''",
    "20, ff, 0102030405",
    "21, 00, ''",
    "21, 00, 0102030405",
    "21, 31, 00",
    "21, 32, 00"
  })
  void countsForNobodyWhereTheLoadBalancerNamesNoOne(String command, String family, String rest)
      throws IOException {
    assertEquals(new Local(), readExactly(binary(command, family, rest)));
  }

  @ParameterizedTest
  @CsvSource({
    "22, 11, " + IPV4,
    "11, 11, " + IPV4,
    "31, 11, " + IPV4,
    "01, 11, " + IPV4,
    "21, 12, " + IPV4,
    "21, 22, " + IPV6,
    "21, 10, " + IPV4,
    "21, 01, " + IPV4,
    "21, 41, " + IPV6,
    "21, 11, ''",
    "21, 11, c0000201c6336401dc0400",
    "21, 21, " + IPV4
  })
  void isStrictAboutEveryOtherBinary(String command, String family, String rest)
      throws IOException {
    assertInstanceOf(
        Malformed.class, ProxyHeader.read(new ByteArrayInputStream(binary(command, family, rest))));
  }

  @Test
  void passesOverWhatStandsBehindTheAddresses() throws IOException {
    var tlvs = "04000100" + "03000412345678" + "ff";
    assertEquals(proxied("192.0.2.1", 56324), readExactly(binary("21", "11", IPV4 + tlvs)));
  }

  @Test
  void takesABinaryOf4KiBAndNoMore() throws IOException {
    var most = IPV4 + "00".repeat(ProxyHeader.MAX_BINARY - 16 - 12);
    assertEquals(proxied("192.0.2.1", 56324), readExactly(binary("21", "11", most)));

    for (var command : new String[] {"20", "21"}) {
      var in = new ByteArrayInputStream(binary(command, "11", most + "00"));
      assertInstanceOf(Malformed.class, ProxyHeader.read(in));
      assertEquals(most.length() / 2 + 1, in.available(), "read no further than the length");
    }
  }

  @Test
  void saysSoWhereTheConnectionEndsWithinIt() throws IOException {
    for (var whole :
        new byte[][] {
          line("PROXY TCP4 192.0.2.1 198.51.100.1 1 25\r\n"), binary("21", "11", IPV4)
        }) {
      for (int size = 0; size < whole.length; size++) {
        assertEquals(
            new Malformed("the connection ended within it"),
            ProxyHeader.read(new ByteArrayInputStream(whole, 0, size)));
      }
    }
  }

  @Test
  void readsNoFurtherThanTheFirstOctetThatIsWrong() throws IOException {
    for (var whole : new byte[][] {line("PROXY "), HexFormat.of().parseHex(SIGNATURE)}) {
      for (int wrong = 0; wrong < whole.length; wrong++) {
        var bytes = whole.clone();
        bytes[wrong] ^= 0x40;
        var in = new ByteArrayInputStream(bytes);
        assertInstanceOf(Malformed.class, ProxyHeader.read(in));
        assertEquals(whole.length - wrong - 1, in.available());
      }
    }
  }

  @Test
  void leavesAFailureOfTheConnectionToTheSession() {
    var slow =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException();
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            throw new SocketTimeoutException();
          }
        };
    assertThrows(SocketTimeoutException.class, () -> ProxyHeader.read(slow));
  }

  @Test
  void repeatsNothingOfWhatItRead() throws IOException {
    var because = readExactly(line("PROXY TCP4 secret\u001b secret 1 25\r\n")).toString();
    assertTrue(because.contains("TCP4") && !because.contains("secret"), because);
  }

  /**
   * What is read, of a stream in which a client speaks right behind it: not an octet is missing.
   */
  private static ProxyHeader readExactly(byte[] header) throws IOException {
    var both = new byte[header.length + BEHIND.length];
    System.arraycopy(header, 0, both, 0, header.length);
    System.arraycopy(BEHIND, 0, both, header.length, BEHIND.length);
    var in = new ByteArrayInputStream(both);
    var read = ProxyHeader.read(in);
    assertArrayEquals(BEHIND, in.readAllBytes());
    return read;
  }

  private static byte[] line(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] binary(String command, String family, String rest) {
    return HexFormat.of()
        .parseHex(SIGNATURE + command + family + "%04x".formatted(rest.length() / 2) + rest);
  }

  private static Proxied proxied(String address, int port) {
    return new Proxied(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }
}
