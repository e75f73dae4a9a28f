package dev.otpost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import dev.otpost.message.Letter;
import dev.otpost.message.Wildcards;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.SenderSettings.Require;
import dev.otpost.routing.Senders.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendersTest {

  private static final Wildcards GITHUB = new Wildcards(List.of("*@github.com"));

  private static Letter letter(String from, String text) {
    return new MessageParser()
        .parse(
            "From: %s\nTo: otp@gw.example.com\nSubject: Fwd: x\n\n%s\n"
                .formatted(from, text)
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Letter forwardedByJohn() {
    return letter(
        "john@example.com",
        """
        ---------- Forwarded message ---------
        From: GitHub <noreply@github.com>
        Date: Sun, 22 Nov 2026 at 10:00
        Subject: Your code
        To: <john@example.com>

        Your code is 123456\
        """);
  }

  private static Standing standing(Wildcards allow, Require require, Letter letter, Dkim dkim) {
    return new Senders(new SenderSettings(allow, require)).of(letter, dkim);
  }

  private static boolean isWelcome(Standing standing) {
    return standing instanceof Standing.Welcome;
  }

  @Test
  void takesMailOfAnybodyWhereNothingIsSaid() {
    var senders = new Senders(SenderSettings.ANYBODY);
    var letter = letter("eve@evil.example", "x");
    assertTrue(isWelcome(senders.of(letter, Dkim.UNCHECKED)));
    assertTrue(isWelcome(senders.of(Letter.EMPTY, Dkim.UNCHECKED)));
    assertFalse(senders.askForDkim(letter));
  }

  @ParameterizedTest
  @CsvSource({
    "noreply@github.com, true",
    "GitHub <NoReply@GITHUB.com>, true",
    "noreply@github.com.evil.example, false",
    "noreply@sub.github.com, false",
    "'\"noreply@github.com\" <eve@evil.example>', false",
    "forwarding-noreply@google.com, true",
    "noreply@google.com, false",
    "nobody, false",
  })
  void takesMailOfThoseWhoAreAllowedAndOfGmailsQuestion(String from, boolean welcome) {
    var letter = letter(from, "x");
    assertEquals(welcome, isWelcome(standing(GITHUB, Require.NONE, letter, Dkim.UNCHECKED)));
  }

  @Test
  void asksWhoWroteTheOriginalWhereNothingMustBeProved() {
    assertTrue(isWelcome(standing(GITHUB, Require.NONE, forwardedByJohn(), Dkim.UNCHECKED)));
    var john = new Wildcards(List.of("john@example.com"));
    assertFalse(isWelcome(standing(john, Require.NONE, forwardedByJohn(), Dkim.UNCHECKED)));
  }

  @Test
  void neverBelievesTheForwardedBlockWhereDkimMustProveIt() {
    var pass = new Dkim(Verdict.PASS, "example.com", "a test");
    assertFalse(isWelcome(standing(GITHUB, Require.DKIM, forwardedByJohn(), pass)));
    var john = new Wildcards(List.of("john@example.com"));
    assertTrue(isWelcome(standing(john, Require.DKIM, forwardedByJohn(), pass)));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, github.com, noreply@github.com, Welcome",
    "PASS, github.com, noreply@mail.github.com, Welcome",
    "PASS, github.com, noreply@evil.example, Unwelcome",
    "PASS, mail.github.com, noreply@github.com, Unwelcome",
    "PASS, hub.com, noreply@github.com, Unwelcome",
    "PASS, com, noreply@github.com, Unwelcome",
    "PASS, github.com, nobody, Unwelcome",
    "FAIL, github.com, noreply@github.com, Unwelcome",
    "POLICY, github.com, noreply@github.com, Unwelcome",
    "PERMERROR, github.com, noreply@github.com, Unwelcome",
    "NONE, '', noreply@github.com, Unwelcome",
    "UNCHECKED, '', noreply@github.com, Unwelcome",
    "TEMPERROR, github.com, noreply@github.com, Unknown",
  })
  void takesWhatDkimProvesWhereItMust(
      Verdict verdict, String domain, String from, String expected) {
    var standing =
        standing(
            Wildcards.NONE, Require.DKIM, letter(from, "x"), new Dkim(verdict, domain, "a test"));
    assertEquals(expected, standing.getClass().getSimpleName());
  }

  @Test
  void asksForNoSignatureOfThoseWhoAreNotAllowedAnyway() {
    var senders = new Senders(new SenderSettings(GITHUB, Require.DKIM));
    assertFalse(senders.askForDkim(letter("eve@evil.example", "x")));
    assertTrue(senders.askForDkim(letter("a@github.com", "x")));
    assertTrue(senders.askForDkim(letter("forwarding-noreply@google.com", "x")));
    assertInstanceOf(
        Standing.Unwelcome.class, senders.of(letter("eve@evil.example", "x"), Dkim.UNCHECKED));
  }
}
