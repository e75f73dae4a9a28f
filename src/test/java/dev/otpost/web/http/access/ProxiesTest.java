package dev.otpost.web.http.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.otpost.message.Network;
import dev.otpost.web.http.access.Proxies.Whence;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 10.0.0.0/8 and 2001:db8:a::/48 are proxies of ours. */
class ProxiesTest {

  private static final Proxies PROXIES =
      new Proxies(
          Stream.of("10.0.0.0/8", "2001:db8:a::/48")
              .map(it -> Network.of(it).orElseThrow())
              .toList());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          # peer     | header                                                          | who, secure, host
          192.0.2.1  | Forwarded: for=198.51.100.1;proto=https;host=b                  | 192.0.2.1 false a
          192.0.2.1  | X-Forwarded-For: 198.51.100.1                                   | 192.0.2.1 false a
          10.0.0.1   | X: y                                                            | 10.0.0.1 false a
          10.0.0.1   | Forwarded: for=198.51.100.1;proto=https;host=b                  | 198.51.100.1 true b
          10.0.0.1   | forwarded: For="[2001:db8::1]:4711"; Proto=HTTPS                | 2001:db8:0:0:0:0:0:1 true a
          10.0.0.1   | Forwarded: for=203.0.113.9, for=198.51.100.1;proto=https        | 198.51.100.1 true a
          10.0.0.1   | Forwarded: for=198.51.100.1;proto=https, for=10.0.0.2           | 198.51.100.1 true a
          10.0.0.1   | Forwarded: for=198.51.100.1 ~ Forwarded: for=10.0.0.2           | 198.51.100.1 false a
          10.0.0.1   | Forwarded: for=198.51.100.1, for=unknown                        | 10.0.0.1 false a
          10.0.0.1   | Forwarded: for=_hidden                                          | 10.0.0.1 false a
          10.0.0.1   | Forwarded: nonsense;;=;                                         | 10.0.0.1 false a
          10.0.0.1   | X-Forwarded-For: 198.51.100.1 ~ X-Forwarded-Proto: https        | 198.51.100.1 true a
          10.0.0.1   | X-Forwarded-For: 203.0.113.9, 198.51.100.1, 10.0.0.2            | 198.51.100.1 false a
          10.0.0.1   | X-Forwarded-For: 198.51.100.1:99 ~ X-Forwarded-Host: b          | 198.51.100.1 false b
          10.0.0.1   | X-Forwarded-For: evil.example                                   | 10.0.0.1 false a
          10.0.0.1   | X-Forwarded-For: 2001:db8:a::7, 2001:db8::7                     | 2001:db8:0:0:0:0:0:7 false a
          10.0.0.1   | X-Forwarded-For: 198.51.100.1 ~ Forwarded: for=203.0.113.9;proto=https | 10.0.0.1 false a
          """)
  void believesListedProxiesOnly(String peer, String header, String expected) {
    var fields = new HashMap<String, List<String>>();
    for (var line : header.split(" ~ ", -1)) {
      var parts = line.split(": ", 2);
      fields.merge(
          parts[0].toLowerCase(Locale.ROOT),
          List.of(parts[1]),
          (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }

    var whence =
        PROXIES.behind(new Whence(Network.address(peer).orElseThrow(), false, "a"), fields);

    assertEquals(
        expected,
        String.join(
            " ",
            Arrays.asList(
                whence.address().getHostAddress(),
                Boolean.toString(whence.secure()),
                whence.host())));
  }
}
