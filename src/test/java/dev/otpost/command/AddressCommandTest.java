package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressCommandTest {

  private final Map<String, String> environment = new HashMap<>();
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private String hostname = "localhost";

  @Test
  void printsAnAddressThatNobodyGuessesAndNothingElse() {
    assertEquals(ExitCode.OK, run("--domain", "gw.example.com"));

    var made = out.toString().strip();
    assertTrue(made.matches("otp-[a-hjkmnp-z2-9]{12}@gw\\.example\\.com"), made);
    assertTrue(Recipients.isRandom(made), made);
    assertTrue(new Recipients(List.of(made)).keepSecret(new Address(made)));
    assertTrue(err.toString().contains("recipients: " + made), err::toString);
  }

  @Test
  void printsAnotherEachTime() {
    run("--domain", "gw.example.com");
    var first = out.toString();
    run("--domain", "gw.example.com");
    assertNotEquals(first, out.toString());
  }

  @Test
  void beginsWithTheWordOfTheOperator() {
    run("--domain", "gw.example.com", "--prefix", "codes.acme");
    assertTrue(out.toString().startsWith("codes.acme-"), out::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "otp@gw.example.com, mx.example.net, gw.example.com",
    "'*@gw.example.com,otp@b.example', mx.example.net, gw.example.com",
    "'', mx.example.net, mx.example.net",
    "otp@localhost, mx.example.net, mx.example.net"
  })
  void liesInTheDomainThatIsConfigured(String recipients, String hostname, String domain) {
    environment.put("OTPOST_SMTP_RECIPIENTS", recipients);
    this.hostname = hostname;

    assertEquals(ExitCode.OK, run());

    assertEquals(domain, new Address(out.toString().strip()).domain());
  }

  @Test
  void asksForADomainWhereNoneIsConfigured() {
    assertEquals(ExitCode.USAGE, run());
    assertTrue(err.toString().contains("--domain"), err::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a b.example", "a,b.example", "<x>"})
  void refusesADomainThatIsNone(String domain) {
    assertEquals(ExitCode.USAGE, run("--domain", domain));
    assertTrue(err.toString().contains("--domain: give a domain"), err::toString);
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "otp, 0",
    "a.b_c-d9, 0",
    "'', 64",
    "otp+tag, 64",
    "otp-, 64",
    ".otp, 64",
    "o..tp, 64",
    "o@tp, 64",
    "otpä, 64",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, 0",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, 64"
  })
  void takesForTheWordWhatMakesNeitherATagNorALongAddress(String prefix, int exitCode) {
    assertEquals(exitCode, run("--domain", "gw.example.com", "--prefix", prefix));
  }

  private int run(String... options) {
    out = new StringWriter();
    err = new StringWriter();
    var arguments = new String[2 + options.length];
    arguments[0] = "address";
    arguments[1] = "new";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return OtpostCommand.commandLine(
            new Surroundings(environment, Path.of("nowhere"), hostname, InstantSource.system()),
            arguments)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
