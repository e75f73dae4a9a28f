package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {

  @ParameterizedTest
  @CsvSource({
    "300ms, PT0.3S",
    "15m, PT15M",
    "1h30m, PT1H30M",
    "30d, P30D",
    "1D2H3M4S5MS, PT26H3M4.005S",
    "0s, PT0S",
    "365d, P365D"
  })
  void readsDurations(String text, Duration expected) {
    assertEquals(new Good<>(expected), Amounts.duration("0s", "365d").read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "15",
        "m",
        "15 m",
        "15min",
        "-1s",
        "30m1h",
        "1m1m",
        "1.5h",
        "PT15M",
        "366d",
        "8760h1ms",
        "99999999999d"
      })
  void refusesWhatIsNoDurationOrBeyondTheLimit(String text) {
    assertInstanceOf(Bad.class, Amounts.duration("0s", "365d").read(text));
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "65536B, 65536",
    "64KiB, 65536",
    "64 kib, 65536",
    "10MiB, 10485760",
    "100MiB, 104857600"
  })
  void readsSizes(String text, long expected) {
    assertEquals(new Good<>(expected), Amounts.size("64KiB", "100MiB").read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65535",
        "63KiB",
        "101MiB",
        "104857601",
        "10MB",
        "10M",
        "-1",
        "1.5MiB",
        "999999999GiB"
      })
  void refusesWhatIsNoSizeOrBeyondTheLimits(String text) {
    assertInstanceOf(Bad.class, Amounts.size("64KiB", "100MiB").read(text));
  }

  @ParameterizedTest
  @CsvSource({"0, true", "65535, true", "65536, false", "-1, false", "' 25', false", "0x19, false"})
  void readsPorts(String text, boolean good) {
    assertEquals(good, Amounts.port().read(text) instanceof Good);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "1000, true", "1001, false", "9999999999, false"})
  void readsCountsWithinTheirLimits(String text, boolean good) {
    assertEquals(good, Amounts.count(1, 1000).read(text) instanceof Good);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "Yes, true", "on, true", "FALSE, false", "no, false", "off, false"})
  void readsYesAndNoInAllTheirWords(String text, boolean expected) {
    assertEquals(new Good<>(expected), Words.yesOrNo().read(text));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "0.0.0.0, true",
    "::, true",
    "::1, true",
    "fe80::1%eth0, true",
    "localhost, true",
    "127.0.0.1:25, false",
    "[::1], false",
    "localhost:25, false",
    "a b, false"
  })
  void takesAddressesToListenOnWithoutPort(String text, boolean good) {
    assertEquals(good, Words.listen().read(text) instanceof Good, text);
  }

  @ParameterizedTest
  @CsvSource({
    "gw.example.com, true",
    "my_host, true",
    "no, true",
    "[192.0.2.1], true",
    "gw.example.com., false",
    "-gw, false",
    "'gw example', false"
  })
  void takesHostNamesAndAddressLiterals(String text, boolean good) {
    assertEquals(good, Words.hostname().read(text) instanceof Good, text);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.skyvern.com, true",
    "http://localhost:8000/, true",
    "HTTPS://[::1]:8443/skyvern, true",
    "https://user:secret@api.skyvern.com, false",
    "https://api.skyvern.com/?key=secret, false",
    "https://api.skyvern.com/#x, false",
    "https://api.skyvern.com:70000, false",
    "api.skyvern.com, false",
    "ftp://api.skyvern.com, false",
    "https://, false",
    "'https://api skyvern', false"
  })
  void takesHttpUrlsWithoutSecretsInThem(String text, boolean good) {
    assertEquals(good, Words.baseUrl().read(text) instanceof Good, text);
  }

  @ParameterizedTest
  @CsvSource({
    "https://skyvern.example.com, false",
    "http://localhost:8000, false",
    "http://skyvern:8000, false",
    "http://skyvern.internal, false",
    "http://10.1.2.3, false",
    "http://172.31.0.1, false",
    "http://192.168.1.1, false",
    "http://[fd00::1]:8000, false",
    "http://skyvern.example.com, true",
    "http://172.32.0.1, true",
    "http://10.example.com, true",
    "http://[2001:db8::1], true"
  })
  void knowsWhereThePathGoesThroughNetworksOfOthers(String url, boolean open) {
    assertEquals(open, Words.isOpenRoad(URI.create(url)));
  }

  @Test
  void takesOnlyWhatMayStandInAHeaderAsASecret() {
    assertInstanceOf(Good.class, Words.secret().read("!~" + "x".repeat(Words.MAX_SECRET - 2)));
    assertInstanceOf(Bad.class, Words.secret().read("x".repeat(Words.MAX_SECRET + 1)));
    for (var bad : new String[] {"q q", "q\nq", "q\u0000", "schlüssel", "q\u007f"}) {
      var what = assertInstanceOf(Bad.class, Words.secret().read(bad), bad).toString();
      assertFalse(what.contains(bad), what);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'otp@gw.example.com , *@other.example,', true",
    "'', true",
    "'otp@gw.example.com, gw.example.com', false",
    "'a*@gw.example.com', false"
  })
  void takesAddressesAndWholeDomainsSeparatedByCommas(String text, boolean good) {
    assertEquals(good, Words.recipients().read(text) instanceof Good, text);
  }
}
