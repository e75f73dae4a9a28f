package dev.otpost.intake.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.message.Dkim.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Against a name server on this machine's loopback. */
@Beside
final class DnsTextRecordsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final DatagramSocket socket =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

  private final List<String> asked = new CopyOnWriteArrayList<>();

  private final TextRecords records =
      new DnsTextRecords(
          () -> List.of(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort())));

  DnsTextRecordsTest() throws SocketException {
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        var query = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        asked.add(query.getQuestion().getName().toString());
        var answer = answer(query, query.getQuestion().getName());
        if (answer.getHeader().getRcode() != Rcode.NOTIMP) {
          var bytes = answer.toWire();
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static Message answer(Message query, Name name) throws IOException {
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    switch (name.toString()) {
      case "key.example." ->
          answer.addRecord(text(name, "v=DKIM1; ", "p=", "AAAA"), Section.ANSWER);
      case "alias.example." -> {
        var target = Name.fromString("key.example.");
        answer.addRecord(new CNAMERecord(name, DClass.IN, 300, target), Section.ANSWER);
        answer.addRecord(text(target, "v=DKIM1; p=BBBB"), Section.ANSWER);
      }
      case "s1._domainkey.github.com." ->
          answer.addRecord(
              text(name, Signer.rsa("github.com").record().split("(?<=\\G.{200})", -1)),
              Section.ANSWER);
      case "empty.example." -> {}
      case "broken.example." -> answer.getHeader().setRcode(Rcode.SERVFAIL);
      case "refusing.example." -> answer.getHeader().setRcode(Rcode.REFUSED);
      case "silent.example." -> answer.getHeader().setRcode(Rcode.NOTIMP); // is not sent
      default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer;
  }

  private static TXTRecord text(Name name, String... strings) {
    return new TXTRecord(name, DClass.IN, 300, List.of(strings));
  }

  @Test
  void putsTheStringsOfARecordTogether() throws IOException {
    assertEquals(List.of("v=DKIM1; p=AAAA"), records.at("key.example", LONG));
  }

  @Test
  void followsAnotherName() throws IOException {
    assertEquals(List.of("v=DKIM1; p=BBBB"), records.at("alias.example", LONG));
  }

  @Test
  void asksOnceForWhatItKnowsAndNeverForNamesOfItsOwnDomain() throws IOException {
    assertEquals(List.of(), records.at("missing", LONG));
    records.at("key.example", LONG);
    records.at("key.example", LONG);
    assertEquals(List.of("missing.", "key.example."), asked);
  }

  @Test
  void findsNothingWhereNothingIs() throws IOException {
    assertEquals(List.of(), records.at("missing.example", LONG));
    assertEquals(List.of(), records.at("empty.example", LONG));
    assertEquals(List.of(), records.at("a".repeat(64) + ".example", LONG));
  }

  @Test
  void failsWhereTheServerDoes() {
    assertThrows(IOException.class, () -> records.at("broken.example", LONG));
    assertThrows(IOException.class, () -> records.at("refusing.example", LONG));
  }

  @Test
  void waitsNoLongerThanItMay() {
    assertThrows(IOException.class, () -> records.at("silent.example", Duration.ofMillis(50)));
  }

  @Test
  void asksASilentServerAgainAndThenGivesUpByItself() {
    assertThrows(IOException.class, () -> records.at("silent.example", LONG));
    assertTrue(asked.size() >= 2, asked::toString);
  }

  @Test
  void verifiesAMail() {
    var mail = Signer.rsa("github.com").sign("From: a@github.com\r\nSubject: x\r\n\r\nBye\r\n");
    var dkim = new Signatures(records).check(mail.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Verdict.PASS, dkim.verdict(), dkim::toString);
    assertEquals(List.of("s1._domainkey.github.com."), asked);
  }
}
