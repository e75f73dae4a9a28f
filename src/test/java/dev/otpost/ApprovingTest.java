package dev.otpost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Recipients;
import dev.otpost.spool.Confirmation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  })
  void saysYesForAddressesOnlyThatNobodyGuesses(String recipient, boolean yes) {
    var gateway =
        new Recipients(
            List.of("otp-7f3k9q2m@gw.example.com", "otp@gw.example.com", "*@all.example.com"));
    var question =
        new Confirmation(
            1, Instant.EPOCH, recipient, Optional.empty(), Optional.empty(), Optional.empty(), "");
    assertEquals(yes, Approving.objection(gateway, question).isEmpty());
  }
}
