package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

  @ParameterizedTest
  @CsvSource({
    "+4915112345678, +4915112345678",
    "' +49 151 1234-5678 ', +4915112345678",
    "0049 151 12345678, +4915112345678",
    "+49 (0)151 12345678, +4915112345678",
    "0049(0)15112345678, +4915112345678",
    "(555) 010-0199, 5550100199",
    "+1 628.555.0199, +16285550199",
    "+49\u00a0151\u20111234, +491511234",
    "whatsapp:+14155238886, +14155238886",
    "tel:+14155238886, +14155238886",
    "015112345678, 015112345678",
    "32665, 32665",
    "110, 110",
    "+123456789012345, +123456789012345",
  })
  void isWrittenAsRunsNameIt(String written, String number) {
    assertEquals(Optional.of(new PhoneNumber(number)), PhoneNumber.of(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "12",
        "+12",
        "1234567890123456",
        "GOOGLE",
        "4915112345678x",
        "++4915112345678",
        "49+15112345678",
        "+4915112345678@sms.invalid",
        "+4915112345678,+4915112345679",
        "٠١٥١١٢٣٤٥٦٧٨",
        "rcs:agent_1234",
        "+49151\u00001234",
      })
  void isNoneOfWhatOnlyLooksLikeOne(String text) {
    assertEquals(Optional.empty(), PhoneNumber.of(text));
  }

  @Test
  void isShownMasked() {
    assertFalse(new PhoneNumber("+4915112345678").toString().contains("123456"));
  }
}
