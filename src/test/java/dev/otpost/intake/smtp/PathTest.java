package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          FROM:<jo@example.org>                        | jo@example.org
          from:<jo@example.org>                        | jo@example.org
          FROM:<>                                      | ``
          FROM:<j.o+caf_=otp=gw.example.com@gmail.com> | j.o+caf_=otp=gw.example.com@gmail.com
          FROM:<SRS0=h=TT=corp.example=jo@relay.example> | SRS0=h=TT=corp.example=jo@relay.example
          FROM:<"jo doe"@example.org>                  | "jo doe"@example.org
          FROM:<"a>b@c"@example.org>                   | "a>b@c"@example.org
          FROM:<"a\\"b"@example.org>                   | "a\\"b"@example.org
          FROM:<jo@[192.0.2.1]>                        | jo@[192.0.2.1]
          FROM:<jo@[IPv6:2001:db8::1]>                 | jo@[IPv6:2001:db8::1]
          FROM:<@a.example,@b.example:jo@example.org>  | jo@example.org
          FROM:<jö@bücher.example>                     | jö@bücher.example
          FROM:<用户@例子.广告>                            | 用户@例子.广告
          FROM:<😀@example.org>                        | 😀@example.org
          FROM:<a..b.@docomo.example>                  | a..b.@docomo.example
          FROM:<jo@mail_1.example.org>                 | jo@mail_1.example.org
          FROM:<Postmaster>                            | Postmaster
          """)
  void readsTheMailboxBetweenTheBrackets(String argument, String mailbox) {
    assertEquals(mailbox, Path.parse("FROM", argument).orElseThrow().mailbox());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FROM:",
        "FROM:jo@example.org",
        "FROM: <jo@example.org>",
        "FROM :<jo@example.org>",
        "TO:<jo@example.org>",
        "FROM:<jo@example.org",
        "FROM:jo@example.org>",
        "FROM:<jo@example.org>x",
        "FROM:<jo@example.org>SIZE=1",
        "FROM:<jo@example.org>  SIZE=1",
        "FROM:<jo@example.org> SIZE=",
        "FROM:<jo@example.org> =1",
        "FROM:<jo@example.org> A=b=c",
        "FROM:<a@b>c@d>",
        "FROM:<<jo@example.org>>",
        "FROM:<jo>",
        "FROM:<@example.org>",
        "FROM:<jo@>",
        "FROM:<jo@ex@ample.org>",
        "FROM:<jo@example..org>",
        "FROM:<jo@.example.org>",
        "FROM:<jo@example.org.>",
        "FROM:<jo doe@example.org>",
        "FROM:<jo,doe@example.org>",
        "FROM:<Jo <jo@example.org>>",
        "FROM:<\"jo@example.org>",
        "FROM:<j\u0000o@example.org>",
        "FROM:<j\u001bo@example.org>",
        "FROM:<j\u009bo@example.org>",
        "FROM:<j\u202eo@example.org>",
        "FROM:<j\u2028o@example.org>",
        "FROM:<jo@example.org> \u001b[31m",
        "FROM:< >"
      })
  void isStrictAboutEverythingElse(String argument) {
    assertTrue(Path.parse("FROM", argument).isEmpty());
  }

  @Test
  void keepsTheParametersInTheirOrder() {
    assertEquals(
        List.of("SIZE=10", "BODY=8BITMIME", "SMTPUTF8"),
        Path.parse("FROM", "FROM:<> SIZE=10 BODY=8BITMIME SMTPUTF8").orElseThrow().parameters());
  }

  @Test
  void takesAMailboxOf320OctetsAndNoMore() {
    var domain = "@example.org";
    var longest = "j".repeat(Path.MAX_MAILBOX - domain.length());
    assertTrue(Path.parse("FROM", "FROM:<" + longest + domain + ">").isPresent());
    assertTrue(Path.parse("FROM", "FROM:<j" + longest + domain + ">").isEmpty());
    // "ö" is one character and two octets.
    assertTrue(Path.parse("FROM", "FROM:<" + longest.substring(1) + "ö" + domain + ">").isEmpty());
  }

  @Test
  void answersQuicklyToLinesMadeToBeSlow() {
    for (var line :
        List.of(
            "FROM:<" + "a.".repeat(480),
            "FROM:<" + "\"" + "\\\"".repeat(480),
            "FROM:<" + "@a,".repeat(320),
            "FROM:<a@b>" + " A=".repeat(320),
            "FROM:<a@" + "a.".repeat(480))) {
      assertTrue(Path.parse("FROM", line).isEmpty());
    }
  }
}
