package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.message.Network;
import dev.otpost.message.Users;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

  private static final String HASH =
      "pbkdf2-sha256$100000$" + "A".repeat(22) + "$" + "A".repeat(43);

  @Test
  void takesNetworksAndAddressesOfBothKinds() {
    assertEquals(
        "[192.0.2.0/24, 2001:db8:0:0:0:0:0:0/32, 127.0.0.1]",
        networks(" 192.0.2.0/24,2001:db8::/32 , 127.0.0.1,").toString());
    assertEquals(List.of(), networks(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.0/33             | number 1 is none; give networks like 192.0.2.0/24
          ::1, gw.example.com      | number 2 is none; give networks like 192.0.2.0/24
          192.0.2.1-192.0.2.9      | number 1 is none; give networks like 192.0.2.0/24
          ::1, 192.0.2.7/24        | number 2 has bits behind its prefix; give 192.0.2.0/24 for the
          """)
  void saysWhatIsNoNetworkAndWhatToDo(String text, String because) {
    var bad = assertInstanceOf(Bad.class, Clients.networks().read(text));
    assertTrue(bad.whatToDo().startsWith(because), bad::whatToDo);
  }

  @Test
  void takesUsersWithTheirHashes() {
    assertEquals(
        List.of("printer", "jo@example.com", "j\u00f6"),
        users("printer=" + HASH + ", jo@example.com = " + HASH + ",jo\u0308=" + HASH).names());
    assertEquals(Users.NONE, users(""));
  }

  @Test
  void takesNamesOf255OctetsAndNoMore() {
    assertEquals(1, users("u".repeat(255) + "=" + HASH).names().size());
    assertInstanceOf(Bad.class, Clients.users().read("u".repeat(256) + "=" + HASH));
    assertInstanceOf(Bad.class, Clients.users().read("ö".repeat(128) + "=" + HASH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "printer",
        "printer=",
        "printer=secret",
        "printer=$HASH=",
        "=$HASH",
        "$HASH",
        "the printer=$HASH",
        "prin\u0000ter=$HASH",
        "printer=$HASH,printer=$HASH",
        "j\u00f6=$HASH,jo\u0308=$HASH"
      })
  void saysWhatIsNoUserWithoutRepeatingIt(String text) {
    var bad = Clients.users().read(text.replace("$HASH", HASH));
    var whatToDo = assertInstanceOf(Bad.class, bad).whatToDo();
    assertTrue(whatToDo.contains("number "), whatToDo);
    assertFalse(whatToDo.contains("secret") || whatToDo.contains("AAAA"), whatToDo);
  }

  @Test
  void saysWhereAHashComesFrom() {
    var bad = assertInstanceOf(Bad.class, Clients.users().read("printer=secret"));
    assertEquals(
        "the hash of number 1 is none, or has not 100000 to 5000000 iterations; make one with"
            + " otpost hash-password",
        bad.whatToDo());
  }

  private static List<Network> networks(String text) {
    if (Clients.networks().read(text) instanceof Good<List<Network>>(var value)) {
      return value;
    }
    throw new AssertionError(text);
  }

  private static Users users(String text) {
    if (Clients.users().read(text) instanceof Good<Users>(var value)) {
      return value;
    }
    throw new AssertionError(text);
  }
}
