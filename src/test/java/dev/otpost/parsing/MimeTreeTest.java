package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Kind;
import dev.otpost.message.Letter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits on structure, each at the limit and one beyond, and what is forgiven. */
class MimeTreeTest {

  private static final String MULTIPART = "Content-Type: multipart/mixed; boundary=";
  private static final String ENCODED_MAIL =
      "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n";

  private static Letter read(String mail) {
    return new MessageParser().parse(mail.getBytes(ISO_8859_1));
  }

  @Test
  void takesTheLimitOfHtmlFromTheSettings() {
    var parser = new MessageParser(new ParsingSettings(70_000));
    var head = "Content-Type: text/html\n\na<!--" + " ".repeat(70_000 - 9) + "-->";
    assertEquals("ab", parser.parse((head + "b").getBytes(ISO_8859_1)).text());
    assertEquals("ab\n[cut]", parser.parse((head + "bc").getBytes(ISO_8859_1)).text());
  }

  @Test
  void keepsHiddenTextOnlyIfTheCodeStandsNowhereElse() {
    var hidden =
        "Content-Type: text/html\n\n<p hidden>Your code is 482913</p><p>Look in the preview";
    assertEquals("Your code is 482913\n\nLook in the preview", read(hidden).text());
    assertEquals("Look in the preview 771204", read(hidden + " 771204").text());
    assertEquals("Look in the preview", read("Subject: 771204\n" + hidden).text());
  }

  @Test
  void readsPartsDownToTheLimitOfDepthAndNoFurther() {
    assertEquals("code", read(nested(Limits.MIME_DEPTH)).text());
    assertEquals("", read(nested(Limits.MIME_DEPTH + 1)).text());
  }

  private static String nested(int levels) {
    var mail = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      mail.append(MULTIPART).append('b').append(i).append("\n\n--b").append(i).append('\n');
    }
    return mail.append("\ncode\n").toString();
  }

  @Test
  void readsPartsUpToTheLimitAndNoMore() {
    // The multipart itself is one of them.
    assertEquals("code", read(parts(Limits.PARTS - 2)).text());
    assertEquals("", read(parts(Limits.PARTS - 1)).text());
  }

  private static String parts(int before) {
    return MULTIPART + "b\n\n" + "--b\n\n".repeat(before) + "--b\n\ncode\n--b--\n";
  }

  @Test
  void readsFieldsUpToTheLimitAndNoMore() {
    assertEquals(
        "code", read("A: b\n".repeat(Limits.HEADER_FIELDS - 1) + "Subject: code\n\n").subject());
    assertEquals("", read("A: b\n".repeat(Limits.HEADER_FIELDS) + "Subject: code\n\n").subject());
  }

  @Test
  void readsHeaderBytesUpToTheLimitAndNoMore() {
    int room = Limits.HEADER_BYTES - "A: \nSubject: code".length();
    assertEquals("code", read("A: " + "b".repeat(room) + "\nSubject: code\n\ntext").subject());
    var tooLong = read("A: " + "b".repeat(room + 1) + "\nSubject: code\n\ntext");
    assertEquals("", tooLong.subject());
    assertEquals("text", tooLong.text());
  }

  @Test
  void decodesAttachedMailsUpToTheLimitOnAllLevelsTogetherAndNoMore() {
    var innermost = "code";
    var inner = ENCODED_MAIL + "X: \n\n" + innermost;
    int room = Limits.ENCODED_MAIL_BYTES - inner.length() - innermost.length();
    assertEquals("code", read(twiceEncoded(room)).text());
    assertEquals("cod", read(twiceEncoded(room + 1)).text());
  }

  private static String twiceEncoded(int padding) {
    return ENCODED_MAIL + "\n" + ENCODED_MAIL + "X: " + "x".repeat(padding) + "\n\ncode";
  }

  @Test
  void readsAttachedMailsThatAreNotEncodedHoweverLongTheyAre() {
    var plain = ENCODED_MAIL.replace("quoted-printable", "8bit") + "\n";
    var file = MULTIPART + "b\n\n--b\nContent-Type: image/png\n\n";
    var mail = plain + file + "x".repeat(Limits.ENCODED_MAIL_BYTES) + "\n--b\n\ncode";
    assertEquals("code", read(mail).text());
  }

  @Test
  void believesBoundariesUpToTheLimitAndGuessesBeyond() {
    for (int length : new int[] {Limits.BOUNDARY_CHARS, Limits.BOUNDARY_CHARS + 1}) {
      var boundary = "b".repeat(length);
      var mail = MULTIPART + boundary + "\n\n--" + boundary + "\n\ncode\n--" + boundary + "--\n";
      assertEquals(
          length == Limits.BOUNDARY_CHARS
              ? "code"
              : "--" + boundary + "\n\ncode\n--" + boundary + "--",
          read(mail).text());
    }
  }

  @Test
  void cutsHtmlAtItsLimitsWithANote() {
    var html = "Content-Type: text/html\n\n";
    assertEquals(
        "ab",
        read(html + "a<!--" + " ".repeat(ParsingSettings.STANDARD.maxHtml() - 9) + "-->b").text());
    assertEquals(
        "a\n[cut]",
        read(html + "a<!--" + " ".repeat(ParsingSettings.STANDARD.maxHtml() - 9) + "-->bc")
            .text()
            .replace("b", ""));
    assertEquals("ab", read(html + "a" + "<i>".repeat(Limits.HTML_TAGS) + "b").text());
    assertEquals("a\n[cut]", read(html + "a" + "<i>".repeat(Limits.HTML_TAGS + 1) + "b").text());
  }

  @Test
  void buildsElementsAndAttributesUpToTheLimitAndCutsBeyondWithANote() {
    // The document, html, head and body are four of them.
    int room = Limits.HTML_NODES - 4;
    int last = room % 500;
    var html = "Content-Type: text/html\n\n" + paragraph(500).repeat(room / 500);
    assertEquals("end", read(html + paragraph(last) + "end").text());
    assertEquals("end\n\n[cut]", read(html + paragraph(last + 1) + "end").text());
  }

  private static String paragraph(int nodes) {
    return IntStream.range(1, nodes).mapToObj(i -> " a" + i).collect(joining("", "<p", ">"));
  }

  @Test
  void readsColoursUpToTheLimitOfTheirLengthAndKeepsTextOnOthers() {
    var html = "Content-Type: text/html\n\n<p bgcolor='#fff%s'><b style='color:#fff'>not </b>seen";
    var gap = " ".repeat(Limits.COLOUR_CHARS - "#fff".length());
    assertEquals("seen", read(html.formatted(gap)).text());
    assertEquals("not seen", read(html.formatted(gap + " ")).text());
  }

  @Test
  void keepsSubjectsUpToTheLimitAndNoMore() {
    var longest = "s".repeat(Limits.SUBJECT_CHARS);
    assertEquals(longest, read("Subject: " + longest + "\n\n").subject());
    assertEquals(longest, read("Subject: " + longest + "s\n\n").subject());
    var pair = "s".repeat(Limits.SUBJECT_CHARS - 1);
    assertEquals(pair, read("Subject: " + pair + "\u00f0\u009f\u0098\u0080\n\n").subject());
  }

  @Test
  void postsTheCodeOfAnAttachedMailHoweverLongTheSubjectOfTheOuterOne() {
    var inner = "\n" + "a line\n".repeat(9_270) + "Your verification code is 482913\n";
    var outer = "Subject: " + "s".repeat(Limits.SUBJECT_CHARS) + "\n";
    var letter = read(outer + "Content-Type: message/rfc822\n\nTo: a@b.example\n" + inner);
    assertEquals(Kind.CODE, letter.otp().kind());
    assertTrue(letter.content().contains("482913"));
  }

  @Test
  void cutsPlainTextAtItsLimitWithANote() {
    var gap = " ".repeat(Limits.TEXT_BYTES - 2);
    assertEquals("a b", read("A: b\n\na" + gap + "b").text());
    assertEquals("a b\n[cut]", read("A: b\n\na" + gap + "bc").text());
  }

  @Test
  void keepsElementsThatAreNestedTooDeepAsNeighbours() {
    for (int depth : new int[] {Limits.HTML_DEPTH - 2, Limits.HTML_DEPTH, Limits.HTML_DEPTH + 1}) {
      assertEquals(
          "a\nb",
          read("Content-Type: text/html\n\n" + "<div>".repeat(depth) + "a<p>b")
              .text()
              .replace("\n\n", "\n"));
    }
  }

  @Test
  void readsAMailWithoutAnyHeaderAsText() {
    assertEquals("just some text\n\nCode: 4711", read("just some text\n\nCode: 4711\n").text());
  }

  @Test
  void readsLinesEndedByCarriageReturnsAlone() {
    var letter = read("Subject: code\rTo: john@example.com\r\r4711\r");
    assertEquals("code", letter.subject());
    assertEquals("4711", letter.text());
  }

  @Test
  void readsPartsWhoseBoundaryOutlivesTheirMultipart() {
    var inner = MULTIPART + "bb\n\n--bb\n\ninner\n";
    assertEquals(
        "inner\n\nouter", read(MULTIPART + "b\n\n--b\n" + inner + "--b\n\nouter\n--b--\n").text());
  }

  @Test
  void takesTheNamedRootOfRelatedParts() {
    var related =
        """
        Content-Type: multipart/related; boundary=b; start="<root>"

        --b
        Content-Type: text/plain
        Content-ID: <other>

        other
        --b
        Content-Type: text/html
        Content-ID: <root>

        <p>root</p>
        --b--
        """;
    assertEquals("root", read(related).text());
  }

  @Test
  void readsTheWordsOfABounceAndNotTheMailThatBounced() {
    var bounce =
        """
        Content-Type: multipart/report; boundary=b

        --b

        could not be delivered
        --b
        Content-Type: message/delivery-status

        Status: 5.1.1
        --b
        Content-Type: message/rfc822

        To: john@example.com

        original
        --b--
        """;
    var letter = read(bounce);
    assertEquals("could not be delivered", letter.text());
    assertEquals(true, letter.forwarded().isEmpty());
  }
}
