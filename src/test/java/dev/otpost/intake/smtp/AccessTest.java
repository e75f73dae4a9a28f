package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.SmtpSettings.Access;
import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import dev.otpost.message.Network;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.message.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may hand over mail. */
@Timeout(30)
class AccessTest {

  private static final Users JO =
      new Users(Map.of("jo", PasswordHash.make(new Secret("sesame"), PasswordHash.FEWEST)));

  private static final Access USERS = new Access(List.of(), JO, List.of());

  @Test
  void everybodyMayWhereNobodyIsNamed() throws IOException {
    try (var office = new PostOffice(Access.OPEN);
        var client = office.greeted()) {
      client.say("MAIL FROM:<>", "250");
    }
  }

  @Test
  void onlyTheNetworksThatAreNamedMay() throws IOException {
    var access = new Access(networks("127.0.0.2", "192.0.2.0/24"), Users.NONE, List.of());
    try (var office = new PostOffice(access);
        var client = office.greeted();
        var named = Dialogue.from("127.0.0.2", office.listener.port())) {
      client.say("MAIL FROM:<>", "550 5.7.1");
      named.hear("220");
      named.say("EHLO client.example", "250");
      named.say("MAIL FROM:<>", "250");
    }
  }

  @Test
  void aUserMayFromAnywhere() throws IOException {
    var access = new Access(networks("192.0.2.0/24"), JO, List.of());
    try (var office = new PostOffice(access);
        var client = office.securedAndGreeted()) {
      client.say("MAIL FROM:<>", "530 5.7.0");
      client.say("AUTH PLAIN " + base64("\0jo\0sesame"), "235 2.7.0");
      client.say("MAIL FROM:<jo@example.org> AUTH=<>", "250");
      client.say("AUTH PLAIN " + base64("\0jo\0sesame"), "503 5.5.1");
    }
  }

  @Test
  void aUserMayLogInStepByStep() throws IOException {
    try (var office = new PostOffice(USERS);
        var client = office.securedAndGreeted()) {
      client.say("AUTH PLAIN", "334 ");
      client.say(base64("\0jo\0sesame"), "235 2.7.0");
    }
    try (var office = new PostOffice(USERS);
        var client = office.securedAndGreeted()) {
      client.say("AUTH LOGIN", "334 VXNlcm5hbWU6");
      client.say(base64("jo"), "334 UGFzc3dvcmQ6");
      client.say(base64("sesame"), "235 2.7.0");
    }
  }

  @Test
  void aPasswordIsOfferedAndTakenBehindTlsOnly() throws IOException {
    try (var office = new PostOffice(USERS);
        var client = office.call()) {
      assertFalse(client.say("EHLO client.example", "250").contains("AUTH"));
      client.say("AUTH PLAIN " + base64("\0jo\0sesame"), "538 5.7.11");
      client.say("STARTTLS", "220");
      client.secure();
      client.say("AUTH PLAIN " + base64("\0jo\0sesame"), "503 5.5.1");
      assertTrue(client.say("EHLO client.example", "250").contains("AUTH PLAIN LOGIN"));
    }
  }

  @Test
  void whoDoesNotKnowAPasswordIsSentAway() throws IOException {
    try (var office = new PostOffice(USERS);
        var client = office.securedAndGreeted()) {
      client.say("AUTH PLAIN " + base64("\0jo\0sesamy"), "535 5.7.8");
      client.say("AUTH PLAIN " + base64("\0ann\0sesame"), "535 5.7.8");
      client.hear("421 4.7.0");
      client.hearHangUp();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUTH | 501 5.5.2",
        "AUTH CRAM-MD5 | 504 5.5.4",
        "AUTH PLAIN =x | 501 5.5.2",
        "AUTH PLAIN am8= | 501 5.5.2"
      })
  void saysWhatIsWrongWithAnAuth(String row) throws IOException {
    try (var office = new PostOffice(USERS);
        var client = office.securedAndGreeted()) {
      var parts = row.split(" \\| ", 2);
      client.say(parts[0], parts[1]);
      client.say("NOOP", "250");
    }
  }

  @Test
  void anAuthCanBeGivenUp() throws IOException {
    try (var office = new PostOffice(USERS);
        var client = office.securedAndGreeted()) {
      client.say("AUTH LOGIN", "334");
      client.say("*", "501 5.7.0");
      client.say("AUTH LOGIN", "334");
      client.say(base64("jo"), "334");
      client.say("x".repeat(Inbound.LONGEST_LINE), "500 5.5.6");
      client.say("MAIL FROM:<>", "530");
    }
  }

  @Test
  void whoIsBehindALoadBalancerIsWhoItSays() throws IOException {
    var access = new Access(networks("192.0.2.0/24"), Users.NONE, networks("127.0.0.1"));
    try (var office = new PostOffice(access);
        var client = Dialogue.unheard(office.listener.port())) {
      client.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n");
      client.hear("220");
      client.say("EHLO client.example", "250");
      client.say("MAIL FROM:<>", "250");
      client.say("RCPT TO:<otp@gw.example.com>", "250");
      client.say("DATA", "354");
      client.say("x\r\n.", "250");
      assertEquals("192.0.2.7", office.inbox.mail().envelope().peer());
    }
    try (var office = new PostOffice(access);
        var client = Dialogue.unheard(office.listener.port())) {
      client.send("PROXY TCP6 2001:db8::1 2001:db8::2 40000 25\r\n");
      client.hear("220");
      client.say("EHLO client.example", "250");
      client.say("MAIL FROM:<>", "550 5.7.1");
    }
  }

  @Test
  void whoIsBehindALoadBalancerFindsAPlaceAsOthersDo() throws IOException {
    var access = new Access(List.of(), Users.NONE, networks("127.0.0.1"));
    var limits = PostOffice.LIMITS;
    var one =
        new Limits(new Crowd(5, 1, 10_000), limits.patience(), limits.sizes(), limits.times());
    try (var office = new PostOffice(one, access);
        var first = Dialogue.unheard(office.listener.port());
        var second = Dialogue.unheard(office.listener.port())) {
      first.send("PROXY TCP4 192.0.2.7 198.51.100.1 40000 25\r\n");
      first.hear("220");
      second.send("PROXY TCP4 192.0.2.7 198.51.100.1 40001 25\r\n");
      second.hear("220");
      first.hear("421 4.3.2");
    }
  }

  @Test
  void aLoadBalancerMustSayIt() throws IOException {
    var access = new Access(List.of(), Users.NONE, networks("127.0.0.1"));
    try (var office = new PostOffice(access);
        var client = Dialogue.unheard(office.listener.port())) {
      client.send("EHLO client.example\r\n");
      client.hearEnd();
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @Test
  void nobodyElseIsBelieved() throws IOException {
    try (var office = new PostOffice();
        var client = office.call()) {
      client.say("PROXY TCP4 192.0.2.7 198.51.100.1 40000 25", "500 5.5.2");
    }
  }

  private static List<Network> networks(String... texts) {
    return List.of(texts).stream().map(text -> Network.of(text).orElseThrow()).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
