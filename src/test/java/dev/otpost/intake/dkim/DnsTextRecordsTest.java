package dev.otpost.intake.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import dev.otpost.NameServer;
import dev.otpost.message.Dkim.Verdict;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Against a name server on this machine's loopback. */
@Beside
final class DnsTextRecordsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final NameServer server = new NameServer(DnsTextRecordsTest::tell);

  private final TextRecords records = new DnsTextRecords(() -> List.of(server.address()));

  DnsTextRecordsTest() throws SocketException {}

  @AfterEach
  void close() {
    server.close();
  }

  private static void tell(Name name, Message answer) throws IOException {
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
      case "silent.example." -> answer.getHeader().setRcode(NameServer.SILENCE);
      default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
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
    assertEquals(List.of("missing.", "key.example."), server.asked());
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
    assertTrue(server.asked().size() >= 2, server.asked()::toString);
  }

  @Test
  void verifiesAMail() {
    var mail = Signer.rsa("github.com").sign("From: a@github.com\r\nSubject: x\r\n\r\nBye\r\n");
    var dkim = new Signatures(records).check(mail.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Verdict.PASS, dkim.verdict(), dkim::toString);
    assertEquals(List.of("s1._domainkey.github.com."), server.asked());
  }
}
