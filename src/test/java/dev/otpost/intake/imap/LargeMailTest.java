package dev.otpost.intake.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Otp;
import dev.otpost.message.Stored.Extent;
import dev.otpost.parsing.MessageParser;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that are too large, read by otpost's own parser. */
class LargeMailTest {

  private static final String TEXT =
      "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 30 1)";
  private static final String PDF =
      "(\"APPLICATION\" \"PDF\" (\"NAME\" \"a.pdf\") NIL NIL \"BASE64\" 900000)";
  private static final String CODE = "Your code is 123456.";

  private final OddServer server = new OddServer();
  private final Desk desk = new Desk();

  LargeMailTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void readsTheTextBesideAnAttachment() {
    structure("(" + TEXT + PDF + " \"MIXED\")");
    section("1", CODE);
    assertCode(read());
    assertEquals(0, server.heard("UID FETCH .*BODY.PEEK\\[2].*"));
  }

  @Test
  void readsMultipartsInMultiparts() {
    var html = "(\"TEXT\" \"HTML\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 30 1)";
    structure(
        "(((%s%s \"ALTERNATIVE\")(\"IMAGE\" \"PNG\" NIL NIL NIL \"BASE64\" 9) \"RELATED\")%s \"MIXED\")"
            .formatted(TEXT, html, PDF));
    section("1.1.1", "");
    section("1.1.2", "<p>Your code is <b>123456</b>.</p>");
    assertCode(read());
  }

  @Test
  void readsAMailThatWasForwardedAsAnAttachment() {
    var envelope = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)";
    structure(
        "(%s(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 900000 %s (%s%s \"MIXED\") 9) \"MIXED\")"
            .formatted(TEXT, envelope, TEXT, PDF));
    section("1", "See below.");
    section("2.HEADER", "Subject: Your GitHub code\r\nFrom: noreply@github.com\r\n\r\n");
    section("2.1", CODE);
    var mail = read();
    assertCode(mail);
    assertEquals("Your GitHub code", new MessageParser().parse(mail.raw()).subject());
  }

  @Test
  void readsAMailWithoutPartsThatWasForwardedAsAnAttachment() {
    var envelope = "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)";
    structure(
        "(%s(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 900000 %s %s 9) \"MIXED\")"
            .formatted(PDF, envelope, TEXT));
    section("2.HEADER", "Subject: Your GitHub code\r\nFrom: noreply@github.com\r\n\r\n");
    section("2.1", CODE);
    assertCode(read());
  }

  @Test
  void readsTheBeginningOfASingleText() {
    structure("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 900000 1)");
    var text = CODE + "\r\n" + "Nothing more of interest.\r\n".repeat(20_000);
    for (int start = 0; start < LargeMail.LONGEST_PART; start += Fetch.PIECE) {
      server.odd(
          "UID FETCH 10 \\(UID BODY.PEEK\\[1]<%d\\..*".formatted(start),
          "* 1 FETCH (UID 10 BODY[1]<%d> %s)"
              .formatted(start, Script.literal(text.substring(start, start + Fetch.PIECE))),
          "{tag} OK done");
    }
    var mail = read();
    assertTrue(new MessageParser().parse(mail.raw()).text().startsWith(CODE), mail.text());
    assertTrue(mail.raw().length > LargeMail.LONGEST_PART);
    assertTrue(mail.raw().length < LargeMail.LONGEST_PART + 1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8,       QUOTED-PRINTABLE, Ihr Best=C3=A4tigungscode lautet 123456=2E",
    "iso-8859-1,  QUOTED-PRINTABLE, Ihr Best=E4tigungscode lautet 123456=2E",
    "iso-8859-1,  8BIT,             Ihr Best\u00e4tigungscode lautet 123456.",
    "utf-8,       BASE64,           SWhyIEJlc3TDpHRpZ3VuZ3Njb2RlIGxhdXRldCAxMjM0NTYu"
  })
  void keepsCharsetAndEncoding(String charset, String encoding, String body) {
    structure(
        "((\"text\" \"plain\" (\"charset\" \"%s\") NIL NIL \"%s\" 30 1)%s \"MIXED\")"
            .formatted(charset, encoding, PDF));
    section("1", body);
    var mail = read();
    assertCode(mail);
    var text = new MessageParser().parse(mail.raw()).text();
    assertTrue(text.contains("Best\u00e4tigungscode"), text);
  }

  @Test
  void keepsWhereParagraphsEnd() {
    structure(
        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\" \"FORMAT\" \"flowed\" \"DELSP\" \"yes\") NIL NIL \"7BIT\" 30 1)%s \"MIXED\")"
            .formatted(PDF));
    section("1", "Sign in: https://example.com/login?token= \r\nabcdefghijklmnop123");
    var text = new MessageParser().parse(read().raw()).text();
    assertTrue(text.contains("token=abcdefghijklmnop123"), text);
  }

  @Test
  void readsEightPartsAtTheMost() {
    structure("(" + TEXT.repeat(12) + " \"MIXED\")");
    for (int i = 1; i <= 12; i++) {
      section(Integer.toString(i), i == 8 ? CODE : "Part " + i + ".");
    }
    assertCode(read());
    assertEquals(0, server.heard("UID FETCH .*BODY.PEEK\\[(9|1[0-2])].*"));
  }

  @Test
  void readsTheOtherPartsWhereOneIsNotHandedOut() {
    structure("(" + TEXT + TEXT + " \"MIXED\")");
    server.odd(
        "UID FETCH 10 \\(UID BODY.PEEK\\[1].*", "* 1 FETCH (UID 10 BODY[1] NIL)", "{tag} OK");
    section("2", CODE);
    assertCode(read());
  }

  @Test
  void holdsAMailOfWhichNoPartIsHandedOut() {
    structure("(" + TEXT + PDF + " \"MIXED\")");
    server.odd("UID FETCH 10 \\(UID BODY.PEEK\\[1].*", "{tag} OK done");
    assertEquals(Optional.of("its server hands out its header only"), read().heldBecause());
  }

  @Test
  void handsOverTheHeaderWhereThereIsNoTextAtAll() {
    structure(PDF);
    var mail = read();
    assertEquals(Optional.empty(), mail.heldBecause());
    assertTrue(mail.text().startsWith("Subject: large\r\n"), mail.text());
    assertTrue(mail.raw().length < 300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NIL", "()", "((((", "(\"TEXT\")", "{3}\r\nabc", "(1 2 3)"})
  void holdsAMailThatIsMadeUpInAWayThatIsNotUnderstood(String structure) {
    structure(structure);
    var mail = read();
    assertTrue(mail.heldBecause().isPresent(), mail.text());
    assertTrue(mail.text().contains("Subject: large"));
  }

  @Test
  void holdsAMailWithPartsInPartsWithoutEnd() {
    structure("(".repeat(3_000) + TEXT.substring(1) + " \"MIXED\")".repeat(2_999));
    section("1(\\.1)*", CODE);
    assertTrue(read().raw().length < 10_000);
  }

  @Test
  void saysNothingOfItsOwnInsteadOfAnOddType() {
    structure(
        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\\\"; x=\\\"y\") NIL NIL \"7BIT\" 30 1)%s \"MI XED\")"
            .formatted(PDF));
    section("1", CODE);
    var mail = read();
    assertFalse(mail.text().contains("x=\"y\""), mail.text());
  }

  @ParameterizedTest
  @CsvSource({"0,WHOLE", "1,TEXT"})
  void isTooLargeOneByteBeyondTheLimit(int beyond, Extent extent) {
    structure(TEXT);
    section("1", CODE);
    var header = "Subject: large\r\n\r\n";
    server.even();
    server.put(header + "x".repeat(100_000 - header.length() + beyond));
    structure(TEXT);
    section("1", CODE);
    assertEquals(extent, await().envelope().stored().orElseThrow().extent());
  }

  private static void assertCode(Desk.Mail mail) {
    assertEquals(Optional.empty(), mail.heldBecause());
    assertEquals(Extent.TEXT, mail.envelope().stored().orElseThrow().extent());
    var otp = new MessageParser().parse(mail.raw()).otp();
    assertTrue(otp instanceof Otp.Code, otp + " in " + mail.text().lines().limit(20).toList());
  }

  private void structure(String structure) {
    server.odd(
        "UID FETCH 10 \\(UID BODYSTRUCTURE\\)",
        "* 1 FETCH (UID 10 BODYSTRUCTURE " + structure + ")",
        "{tag} OK done");
  }

  private void section(String number, String text) {
    server.odd(
        "UID FETCH 10 \\(UID BODY.PEEK\\[%s]<0\\..*".formatted(number),
        "* 1 FETCH (UID 10 BODY[%s]<0> %s)".formatted(number, Script.literal(text)),
        "{tag} OK done");
  }

  private Desk.Mail read() {
    server.put("Subject: large\r\nContent-Type: x/y;\r\n\tz=1\r\n\r\n" + "x".repeat(200_000));
    return await();
  }

  private Desk.Mail await() {
    server.once("EXAMINE .*", "* OK [UIDVALIDITY 7] it", "* OK [UIDNEXT 10] is", "{tag} OK done");
    try (var _ = Station.at(server.port()).watch(desk)) {
      desk.awaitMails(1);
      return desk.mails().getFirst();
    }
  }
}
