package dev.otpost.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.NameServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Before a name server and a mail server of this machine. No name in it ends like a real one. */
final class OutsideTest {

  private static final String HOSTNAME = "gw.led-here.zz";

  /** For what answers; the rest waits for {@link #SHORT}. */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(300);

  private final NameServer names = new NameServer(OutsideTest::tell);
  private final ScriptedServer mail = new ScriptedServer().says("", "220 " + HOSTNAME + " ESMTP");

  OutsideTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    names.close();
    mail.close();
  }

  private static void tell(Name name, Message answer) throws IOException {
    switch (name.toString()) {
      case "led-here.zz." -> {
        // Nobody would get anywhere by the second.
        exchanger(answer, name, 20, "away.invalid.");
        exchanger(answer, name, 10, "127.0.0.1.");
      }
      case "takes-none.zz." -> exchanger(answer, name, 0, ".");
      case "without.zz." -> {}
      case "broken.zz." -> answer.getHeader().setRcode(Rcode.SERVFAIL);
      case "silent.zz." -> answer.getHeader().setRcode(NameServer.SILENCE);
      default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
  }

  private static void exchanger(Message answer, Name of, int preference, String host)
      throws IOException {
    answer.addRecord(
        new MXRecord(of, DClass.IN, 300, preference, Name.fromString(host)), Section.ANSWER);
  }

  @Test
  void isWellWhereTheMostWantedMxGreetsAsThisOtpostDoes() throws Exception {
    assertEquals(
        new Finding.Well("the MX of led-here.zz is 127.0.0.1, and greets as this otpost does"),
        look("led-here.zz", LONG));
    assertEquals(List.of("led-here.zz."), names.asked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"220 mx.elsewhere.zz ESMTP", "220 gw.led-here.zz.evil.zz", "554 no service"})
  void saysWhatGreetsWhereTheMxLeadsElsewhere(String greeting) throws Exception {
    mail.says("", greeting);
    unseen(
        "led-here.zz",
        "the MX of led-here.zz is 127.0.0.1, and greets as another host than smtp.hostname: "
            + greeting);
  }

  @Test
  void saysThatPort25OfTheMxDoesNotAnswer() throws Exception {
    mail.says("", ScriptedServer.NOTHING);
    assertTrue(look("led-here.zz", SHORT).because().contains("does not answer from here"));
    mail.close();
    unseen("led-here.zz", "its port 25 does not answer from here");
  }

  @Test
  void asksForAnMxWhereThereIsNone() throws Exception {
    unseen("without.zz", "without.zz has no MX");
    unseen("unknown.zz", "unknown.zz has no MX");
  }

  /** RFC 7505. */
  @Test
  void doesNotSendTheInternetToTheHostOfADomainThatTakesNoMail() throws Exception {
    unseen("takes-none.zz", "the MX of takes-none.zz says that it takes no mail");
  }

  @Test
  void saysThatTheNameServersDoNotAnswerAndWaitsNoLongerThanItMay() throws Exception {
    unseen("broken.zz", "the name servers do not answer");
    assertEquals(
        new Finding.Unseen("silent.zz: the name servers do not answer"), look("silent.zz", SHORT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gw.example", "gw.example.net", "localhost", "otpost.lan", "[192.0.2.1]", ""})
  void asksNobodyForWhatIsNoDomainOfTheInternet(String domain) throws Exception {
    assertTrue(look(domain, LONG) instanceof Finding.Unseen);
    assertEquals(List.of(), names.asked());
    assertEquals(List.of(), mail.heard());
  }

  @Test
  void asksNobodyWhereNoMailComesBySmtp() throws Exception {
    assertEquals(
        new Finding.Unseen("no mail comes by SMTP"),
        outside(LONG).look("led-here.zz", new Way.SideDoor(StandInPatient.RECIPIENTS)));
    assertEquals(List.of(), names.asked());
  }

  /** Never ill: from here the way in cannot be seen for certain. */
  private void unseen(String domain, String because) throws Exception {
    var finding = look(domain, LONG);
    assertTrue(finding instanceof Finding.Unseen, finding::toString);
    assertTrue(finding.because().contains(because), finding::toString);
  }

  private Finding look(String domain, Duration limit) throws Exception {
    return outside(limit)
        .look(
            domain,
            new Way.Listener(StandInPatient.RECIPIENTS, "127.0.0.1", 2525, HOSTNAME, false));
  }

  private Outside outside(Duration limit) {
    return new Outside(limit, mail.port(), Optional.of(names.address()));
  }
}
