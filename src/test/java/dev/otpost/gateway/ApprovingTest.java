package dev.otpost.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Dkim;
import dev.otpost.message.Dkim.Verdict;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.spool.Confirmation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApprovingTest {

  @ParameterizedTest
  @CsvSource({
    "otp-7f3k9q2m@gw.example.com, true",
    "otp-7f3k9q2m+john@gw.example.com, true",
    "otp@gw.example.com, false",
    "otp+7f3k9q2m@gw.example.com, false",
    "7f3k9q2m@all.example.com, false",
    "no address, false",
    "otp-7f3k9q2m@elsewhere.example, false",
  })
  void saysYesWithoutProofForAddressesOnlyThatNobodyGuesses(String recipient, boolean yes) {
    assertEquals(yes, saysYes(recipient, Dkim.UNCHECKED));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, google.com, true",
    "PASS, evil.example, false",
    "PASS, mail.google.com, false",
    "PASS, com, false",
    "FAIL, google.com, false",
    "POLICY, google.com, false",
    "TEMPERROR, google.com, false",
    "PERMERROR, google.com, false",
    "NONE, '', false",
    "UNCHECKED, '', false",
  })
  void saysYesForAnyAddressIfTheMailIsGooglesByItsSignature(
      Verdict verdict, String domain, boolean yes) {
    assertEquals(yes, saysYes("otp@gw.example.com", new Dkim(verdict, domain, "a test")));
  }

  @Test
  void doesNotBelieveThatAMailInAMailboxWasWrittenToASecretAddress() {
    var secret = "otp-7f3k9q2m@gw.example.com";
    assertFalse(saysYes(Source.IMAP, secret, Dkim.UNCHECKED));
    assertTrue(saysYes(Source.IMAP, secret, new Dkim(Verdict.PASS, "google.com", "a test")));
  }

  @Test
  void saysNothingForAPersonWhoseMailboxIsWatched() {
    var google = new Dkim(Verdict.PASS, "google.com", "a test");
    assertFalse(saysYes(Source.IMAP, "john@gmail.com", google));
  }

  private static boolean saysYes(String recipient, Dkim dkim) {
    return saysYes(Source.SMTP, recipient, dkim);
  }

  private static boolean saysYes(Source source, String recipient, Dkim dkim) {
    var gateway =
        new Recipients(
            List.of("otp-7f3k9q2m@gw.example.com", "otp@gw.example.com", "*@all.example.com"));
    var question =
        new Confirmation(
            1,
            source,
            Instant.EPOCH,
            recipient,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            dkim,
            "");
    return Approving.objection(gateway, question).isEmpty();
  }
}
