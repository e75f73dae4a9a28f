package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Network;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Users;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SmtpSettingsTest {

  private static final List<Network> NETWORKS = List.of(Network.of("192.0.2.0/24").orElseThrow());

  private static final Users USERS =
      new Users(
          Map.of("tim", new PasswordHash(PasswordHash.FEWEST, "A".repeat(22), "A".repeat(43))));

  @ParameterizedTest
  @CsvSource({
    "false, false, 192.0.2.1, true",
    "false, false, 198.51.100.1, true",
    "true, false, 192.0.2.1, true",
    "true, false, ::ffff:192.0.2.1, true",
    "true, false, 198.51.100.1, false",
    "false, true, 192.0.2.1, false",
    "true, true, 192.0.2.1, true",
    "true, true, 198.51.100.1, false"
  })
  void admitsWithoutAPasswordWhomItsNetworksNameOrEverybody(
      boolean networks, boolean users, String client, boolean admitted) {
    var access =
        new SmtpSettings.Access(
            networks ? NETWORKS : List.of(), users ? USERS : Users.NONE, List.of());
    assertEquals(admitted, access.admits(InetAddress.ofLiteral(client)));
    assertEquals(!networks && !users, access.isOpen());
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.255, true", "192.0.3.0, false", "::1, false"})
  void takesForLoadBalancersThoseThatAreListed(String peer, boolean proxy) {
    var access = new SmtpSettings.Access(List.of(), Users.NONE, NETWORKS);
    assertEquals(proxy, access.isProxy(InetAddress.ofLiteral(peer)));
    assertEquals(false, SmtpSettings.Access.OPEN.isProxy(InetAddress.ofLiteral(peer)));
  }
}
