package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.otpost.message.Network;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What a load balancer says of a connection before anything else is said on it: the PROXY protocol
 * of HAProxy (proxy-protocol.txt), version 1 (a line) or 2 (binary).
 *
 * <p>It is to be read from connections of listed load balancers only, and from all of those: who
 * may say it may say that he is anybody.
 */
sealed interface ProxyHeader {

  /** The longest line of version 1 in octets, with its CRLF (section 2.1). */
  int MAX_LINE = 107;

  /** The longest header of version 2 in octets; real ones with a certificate's name have 300. */
  int MAX_BINARY = 4096;

  /** The connection is made for this client. */
  record Proxied(InetSocketAddress client) implements ProxyHeader {}

  /**
   * The load balancer speaks for itself, to see whether we are well, or for somebody without an IP
   * address: what counts is the address of the connection.
   */
  record Local() implements ProxyHeader {}

  /**
   * It is no header, and the connection is to be cut: what follows may be anything.
   *
   * @param because a clause that repeats nothing of what was read
   */
  record Malformed(String because) implements ProxyHeader {}

  /**
   * Reads a header and not an octet more. Of one that is malformed no more is read than shows it.
   *
   * @throws IOException if reading fails; that the stream ends is no failure but malformed
   */
  static ProxyHeader read(InputStream in) throws IOException {
    try {
      int first = octet(in);
      return first == Binary.SIGNATURE[0]
          ? Binary.read(in)
          : first == Line.BEGIN[0]
              ? Line.read(in)
              : new Malformed("it begins like neither version");
    } catch (EOFException e) {
      return new Malformed("the connection ended within it");
    }
  }

  private static int octet(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  /** Whether what follows is {@code expected} from its second octet on; reads up to what is not. */
  private static boolean goesOn(InputStream in, byte[] expected) throws IOException {
    for (int i = 1; i < expected.length; i++) {
      if (octet(in) != Byte.toUnsignedInt(expected[i])) {
        return false;
      }
    }
    return true;
  }

  /** Version 1: {@code PROXY TCP4 192.0.2.1 198.51.100.1 56324 25}. */
  final class Line {

    private static final byte[] BEGIN = "PROXY ".getBytes(ISO_8859_1);
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");

    private Line() {}

    private static ProxyHeader read(InputStream in) throws IOException {
      if (!goesOn(in, BEGIN)) {
        return new Malformed("it begins like neither version");
      }
      var line = new StringBuilder(MAX_LINE);
      for (int size = BEGIN.length + 1; size <= MAX_LINE; size++) {
        int octet = octet(in);
        if (octet == '\n') {
          int end = line.length() - 1;
          return end >= 0 && line.charAt(end) == '\r'
              ? meaning(line.substring(0, end))
              : new Malformed("its line does not end by CRLF");
        }
        line.append((char) octet);
      }
      return new Malformed("its line has more than " + MAX_LINE + " octets");
    }

    private static ProxyHeader meaning(String line) {
      // Whatever stands behind UNKNOWN is to be passed over (section 2.1).
      if (line.equals("UNKNOWN") || line.startsWith("UNKNOWN ")) {
        return new Local();
      }
      var words = line.split(" ", -1);
      if (words.length != 5 || !(words[0].equals("TCP4") || words[0].equals("TCP6"))) {
        return new Malformed("its line is not TCP4 or TCP6, two addresses and two ports");
      }
      boolean ipv6 = words[0].equals("TCP6");
      var source = Network.address(words[1]).filter(_ -> ipv6 == words[1].contains(":"));
      var destination = Network.address(words[2]).filter(_ -> ipv6 == words[2].contains(":"));
      if (source.isEmpty() || destination.isEmpty()) {
        return new Malformed("an address in it is none of " + words[0]);
      }
      var port = port(words[3]);
      if (port.isEmpty() || port(words[4]).isEmpty()) {
        return new Malformed("a port in it is none");
      }
      return new Proxied(new InetSocketAddress(source.get(), port.getAsInt()));
    }

    private static OptionalInt port(String word) {
      if (!PORT.matcher(word).matches()) {
        return OptionalInt.empty();
      }
      int port = Integer.parseInt(word);
      return port <= 0xffff ? OptionalInt.of(port) : OptionalInt.empty();
    }
  }

  /** Version 2: a signature, four octets that say what follows, addresses, and TLVs. */
  final class Binary {

    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

    /** The signature, version and command, family and transport, and the length of the rest. */
    private static final int FIXED = 16;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;

    private Binary() {}

    private static ProxyHeader read(InputStream in) throws IOException {
      if (!goesOn(in, SIGNATURE)) {
        return new Malformed("it begins like neither version");
      }
      int command = octet(in);
      if (command != LOCAL && command != PROXY) {
        return new Malformed("its version or command is unknown");
      }
      int family = octet(in);
      int length = octet(in) << Byte.SIZE | octet(in);
      if (FIXED + length > MAX_BINARY) {
        return new Malformed("it has more than " + MAX_BINARY + " octets");
      }
      var rest = in.readNBytes(length);
      if (rest.length < length) {
        throw new EOFException();
      }
      // Of a LOCAL one the family counts as little as the addresses (section 2.2).
      return command == LOCAL ? new Local() : meaning(family, rest);
    }

    private static ProxyHeader meaning(int family, byte[] rest) throws IOException {
      return switch (family) {
        case 0x00, 0x31, 0x32 -> new Local(); // Unspecified; UNIX stream and datagram.
        case 0x11 -> client(rest, 4);
        case 0x21 -> client(rest, 16);
        default -> new Malformed("it is of no TCP connection");
      };
    }

    /** Source and destination address, source and destination port; then TLVs, passed over. */
    private static ProxyHeader client(byte[] rest, int size) throws IOException {
      if (rest.length < 2 * size + 4) {
        return new Malformed("it is too short for its addresses");
      }
      var address = InetAddress.getByAddress(Arrays.copyOf(rest, size));
      int port = Short.toUnsignedInt(ByteBuffer.wrap(rest).getShort(2 * size));
      return new Proxied(new InetSocketAddress(address, port));
    }
  }
}
