package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails made to harm, and bytes that are no mails: always a letter, always soon. */
class HarmTest {

  /** Generous, for the machine may be busy; none of these takes a tenth of it on an idle one. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final String HEAD =
      "From: a@acme.example\r\nTo: john@example.com\r\nSubject: Code\r\n";
  private static final String HTML = HEAD + "Content-Type: text/html; charset=utf-8\r\n\r\n";

  /** So often each mail of the corpus is tried; in the long tests, {@link #MANY} times. */
  private static final int A_FEW = 5;

  private static final int MANY = 25;

  private final MessageParser parser = new MessageParser();

  static Stream<Arguments> bombs() {
    return Stream.of(
        bomb("10,000 divs in each other", html("<div>".repeat(10_000), "</div>".repeat(10_000))),
        bomb("100,000 unclosed spans", html("<span>".repeat(100_000), "")),
        bomb("unclosed lists", html("<ul><li>".repeat(60_000), "")),
        bomb("unclosed tables", html("<table><tr><td>".repeat(50_000), "")),
        bomb(
            "text and elements misplaced in a table",
            html("", "<table>" + "x<b>y</b>".repeat(80_000))),
        bomb("formatting elements that overlap", html("", "<b><i><a href=x><p>".repeat(40_000))),
        bomb("a paragraph of attributes", html("<p " + "a=b ".repeat(200_000) + ">", "</p>")),
        bomb(
            "a style without end",
            html("<p style=\"" + "color:red;".repeat(90_000) + "\">", "</p>")),
        bomb(
            "a rule without end for each of many elements",
            html(
                "<style>.a{color:red;" + "color:red;".repeat(9_000) + "}</style>",
                "<p class=a>x".repeat(29_000))),
        bomb(
            "many rules for each of many elements",
            html(
                "<style>" + ".a{color:red}.b{width:9px}p{width:1px}".repeat(2_500) + "</style>",
                "<p class='a b a b a b a b a b a b a b a b a b'>x".repeat(20_000))),
        bomb(
            "selectors without end",
            html("<style>" + ".a,".repeat(30_000) + ".a{color:red}</style>", "<p class=a>x")),
        bomb("style elements", html("", "<style>.a{color:red}</style>".repeat(14_000))),
        bomb("elements not shown", html("", "<p hidden>x".repeat(29_000))),
        bomb("elements not shown in each other", html("", "<b hidden>x".repeat(29_000))),
        bomb("characters that stand alone", html("<p>" + "1 ".repeat(130_000), "")),
        bomb(
            "lines of characters that stand alone",
            HEAD + "\r\ncode 4711\r\n" + "1 2 3 4\r\n".repeat(60_000)),
        bomb("a character a line", HEAD + "\r\ncode 4711\r\n" + "1\r\n".repeat(200_000)),
        bomb("numbers", HEAD + "\r\ncode 4711\r\n" + "4711 ".repeat(50_000)),
        bomb("entities", html("", "&nbsp;&zwnj;".repeat(80_000))),
        bomb("links in each other", html("", "<a href=https://x.example/>x".repeat(30_000))),
        bomb("5 MB of HTML", html("", "<p>Some words and <b>more</b></p>\n".repeat(160_000))),
        bomb("tags that never close", html("", "<".repeat(900_000))),
        bomb("comments that never close", html("", "<!--".repeat(200_000))),
        bomb(
            "10 MB of plain text",
            HEAD + "\r\ncode 4711\r\n" + "all work and no play\r\n".repeat(480_000)),
        bomb("multiparts in each other", nested(10_000)),
        bomb("100,000 parts", parts("\r\ncode 4711\r\n") + parts("\r\nx\r\n").repeat(100_000)),
        bomb(
            "a million empty parts",
            HEAD
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ncode 4711\r\n"
                + "--b\r\n\r\n".repeat(1_000_000)),
        bomb("100,000 fields", HEAD + "X-A: b\r\n".repeat(100_000) + "\r\ncode 4711\r\n"),
        bomb(
            "a field folded 100,000 times",
            HEAD + "X-A: b\r\n" + "  c\r\n".repeat(100_000) + "\r\ncode 4711\r\n"),
        bomb("a field of 3 MB", HEAD + "X-A: " + "b".repeat(3_000_000) + "\r\n\r\ncode 4711\r\n"),
        bomb(
            "brackets, quotes and comments in To",
            "To: " + "(\"<".repeat(60_000) + "\r\n" + HEAD + "\r\ncode 4711\r\n"),
        bomb(
            "60,000 addresses",
            "Cc: " + "a@b.c,".repeat(60_000) + "\r\n" + HEAD + "\r\ncode 4711\r\n"),
        bomb(
            "encoded words that never end",
            "X: " + "=?utf-8?q?a".repeat(20_000) + "\r\n" + HEAD + "\r\ncode 4711\r\n"),
        bomb(
            "encoded words",
            "X: " + "=?utf-8?q?a?= ".repeat(18_000) + "\r\n" + HEAD + "\r\ncode 4711\r\n"),
        bomb(
            "parameters",
            HEAD + "Content-Type: text/plain" + "; a=\"b".repeat(40_000) + "\r\n\r\ncode 4711\r\n"),
        bomb(
            "gaps round at signs",
            "Cc: a"
                + " ".repeat(200_000)
                + "@"
                + " ".repeat(50_000)
                + "b\r\n"
                + HEAD
                + "\r\ncode 4711\r\n"),
        bomb("mails attached to each other", attached(10_000)),
        bomb(
            "forward blocks",
            HEAD + "\r\ncode 4711\r\n" + "From: a@b.c\r\nTo: d@e.f,\r\n".repeat(50_000)),
        bomb(
            "labels of forward blocks",
            HEAD.replace("Code", "Fwd: Code")
                + "\r\ncode 4711\r\n"
                + "From:\r\n\r\nTo:\r\n\r\n".repeat(50_000)));
  }

  private static Arguments bomb(String name, String mail) {
    return Arguments.of(name, mail);
  }

  private static String html(String before, String after) {
    return HTML + "<body><p>code 4711</p>" + before + "x" + after;
  }

  private static String parts(String body) {
    return (body.contains("4711") ? HEAD + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" : "")
        + "--b\r\nContent-Type: text/plain\r\n"
        + body;
  }

  private static String nested(int levels) {
    var mail = new StringBuilder(HEAD + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for (int i = 0; i < levels; i++) {
      mail.append("--b").append(i).append("\r\n\r\ncode 4711\r\n--b").append(i);
      mail.append("\r\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\r\n\r\n");
    }
    return mail.toString();
  }

  private static String attached(int levels) {
    return (HEAD + "Content-Type: message/rfc822\r\n\r\n").repeat(levels)
        + HEAD
        + "\r\ncode 4711\r\n";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void endsSoonAndBoundedWithWhatCanBeHad(String name, String mail) {
    var letter = assertTimeoutPreemptively(SOON, () -> parser.parse(mail.getBytes(ISO_8859_1)));
    Soundness.check(letter);
    boolean tooDeep = name.equals("mails attached to each other");
    assertTrue(tooDeep || letter.content().contains("4711"), () -> "the code is lost: " + letter);
  }

  @Test
  void readsAnyBytesAsSomeLetter() {
    var random = new Random(20261103);
    assertTimeoutPreemptively(
        SOON.multipliedBy(4),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            Soundness.check(parser.parse(bytes));
          }
        });
  }

  static List<Expectation> mails() throws IOException {
    return Expectation.all();
  }

  @ParameterizedTest
  @MethodSource("mails")
  void readsBeginningsOfAMail(Expectation mail) throws IOException {
    readBeginnings(mail, A_FEW);
  }

  @Tag("system")
  @ParameterizedTest
  @MethodSource("mails")
  void readsManyBeginningsOfAMail(Expectation mail) throws IOException {
    readBeginnings(mail, MANY);
  }

  private void readBeginnings(Expectation mail, int most) throws IOException {
    byte[] whole = mail.mail();
    int step = Math.max(1, whole.length / most);
    // Not at the same places of all: many of them begin alike.
    int first = Math.floorMod(mail.name().hashCode(), step);
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int length = first; length < whole.length; length += step) {
            Soundness.check(parser.parse(Arrays.copyOf(whole, length)));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("mails")
  void readsMailsWithDamagedBytes(Expectation mail) throws IOException {
    readDamaged(mail, A_FEW);
  }

  @Tag("system")
  @ParameterizedTest
  @MethodSource("mails")
  void readsMailsWithDamagedBytesInManyWays(Expectation mail) throws IOException {
    readDamaged(mail, MANY);
  }

  private void readDamaged(Expectation mail, int ways) throws IOException {
    var random = new Random(mail.name().hashCode());
    byte[] whole = mail.mail();
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int i = 0; i < ways; i++) {
            byte[] damaged = whole.clone();
            IntStream.range(0, 1 + random.nextInt(40))
                .forEach(
                    n ->
                        damaged[random.nextInt(damaged.length)] =
                            (byte) "<>\"(=?-:;\r\n @&\0\u00ff\u0080".charAt(random.nextInt(17)));
            Soundness.check(parser.parse(damaged));
          }
        });
  }
}
