package dev.otpost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VoucherTest {

  private static final Identifier TEST = new Identifier("otpost-doctor-x1@otpost.invalid");

  @Test
  void isReadAsItIsWritten() {
    var voucher = new Voucher(TEST, "acme", Instant.ofEpochSecond(1_795_000_000), "0af3");
    assertEquals(Optional.of(voucher), Voucher.in(headers(voucher.text())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "otpost-doctor-x1@otpost.invalid",
        "otpost-doctor-x1@otpost.invalid default 1795000000",
        "otpost-doctor-x1@otpost.invalid default 1795000000 0af3 more",
        "otpost-doctor-x1@otpost.invalid default soon 0af3",
        "otpost-doctor-x1@otpost.invalid default -1 0af3",
        "otpost-doctor-x1@otpost.invalid default 9999999999999 0af3",
        "john@example.com default 1795000000 0af3",
        "x@otpost.invalid.example.com default 1795000000 0af3",
        " default 1795000000 0af3"
      })
  void whatIsNoneIsNone(String text) {
    assertEquals(Optional.empty(), Voucher.in(headers(text)));
  }

  @Test
  void twoAreNone() {
    var text = new Voucher(TEST, "default", Instant.EPOCH, "0af3").text();
    assertEquals(Optional.empty(), Voucher.in(headers(text, text)));
  }

  @Test
  void anIdentifierOfATestIsKnownByItsDomain() {
    assertTrue(Voucher.isOfTest(TEST));
    assertFalse(Voucher.isOfTest(new Identifier("john@example.com")));
    assertFalse(Voucher.isOfTest(new Identifier("john@notpost.invalid")));
  }

  private static Headers headers(String... values) {
    return new Headers(
        List.of(values).stream()
            .map(value -> new Headers.Field(Voucher.HEADER.toLowerCase(Locale.ROOT), value))
            .toList());
  }
}
