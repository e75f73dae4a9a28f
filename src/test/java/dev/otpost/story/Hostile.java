package dev.otpost.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that does one thing that no honest one does, and goes. No mail of it is whole. */
enum Hostile {
  COMES_AND_GOES(""),
  SPEAKS_HTTP("GET / HTTP/1.1\r\nHost: gw.example.net\r\n\r\n"),
  ENDS_LINES_WITH_LF("EHLO x\nMAIL FROM:<>\nRCPT TO:<otp@gw.example.net>\nDATA\n.\n"),
  SENDS_A_LONG_LINE("EHLO " + "x".repeat(40_000) + "\r\n"),
  SENDS_OCTETS("\0\1\2\3\u00ff".repeat(2000)),
  GUESSES_RECIPIENTS("EHLO x\r\nMAIL FROM:<>\r\n" + "RCPT TO:<a@gw.example.net>\r\n".repeat(12)),
  BREAKS_OFF(
      "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<otp@gw.example.net>\r\nDATA\r\nSubject: code 111111\r\n"),
  SMUGGLES(
      """
      EHLO x\r
      MAIL FROM:<>\r
      RCPT TO:<otp@gw.example.net>\r
      DATA\r
      x
      .
      MAIL FROM:<>\r
      RCPT TO:<otp@gw.example.net>\r
      DATA\r
      code 222222
      .\r
      """),
  SENDS_TOO_MUCH(
      "EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<otp@gw.example.net>\r\nDATA\r\n"
          + ("x".repeat(998) + "\r\n").repeat(2000)),
  CHUNKS("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<otp@gw.example.net>\r\nBDAT 20 LAST\r\ncode 333333"),
  BEGINS_TLS_BADLY("EHLO x\r\nSTARTTLS\r\nMAIL FROM:<>\r\n" + "\u0016\3\1".repeat(300)),
  NEVER_LISTENS("NOOP\r\n".repeat(5000));

  private final String says;

  Hostile(String says) {
    this.says = says;
  }

  /** Does it, and waits for the end or for a moment. */
  void comeTo(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
      socket.setSoTimeout(500);
      socket.getOutputStream().write(says.getBytes(StandardCharsets.ISO_8859_1));
      if (says.length() % 2 == 1) {
        socket.setSoLinger(true, 0); // It goes with a reset.
      }
      while (socket.getInputStream().read(new byte[1024]) >= 0) {}
    } catch (IOException e) {
      // Sent away, or tired of waiting.
    }
  }
}
