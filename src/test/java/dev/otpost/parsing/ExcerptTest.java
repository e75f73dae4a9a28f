package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {

  private static final int LIMIT = 60_000;
  private static final String CHATTER = "Words that nobody asked for.\n";
  private static final String CODE = "Your verification code is\n\n482913\n";

  /** Something that a person would look for, and the code in it. */
  private record Sought(String passage, String code) {}

  private static final List<Sought> SOUGHT =
      List.of(
          new Sought("Your verification code is 482913.", "482913"),
          new Sought("Your verification code is 482 913.", "482913"),
          new Sought("Your verification code is 482-913.", "482913"),
          new Sought("Your verification code is K7QM-2XPD.", "K7QM-2XPD"),
          new Sought("Your verification code is: ZKWPQN", "ZKWPQN"),
          new Sought("Your verification code:\n\nK7QM2X\n\nIt is good for 5 minutes.", "K7QM2X"),
          new Sought("Votre code de vérification : 482 913", "482913"),
          new Sought("您的验证码是482913，请勿告诉他人。", "482913"));

  static Stream<Arguments> longTexts() {
    return SOUGHT.stream()
        .flatMap(
            sought ->
                Stream.of(0, 3_000, 7_000, 12_000)
                    .map(above -> Arguments.of(sought.passage(), sought.code(), above)));
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void findsTheCodeOfALongText(String passage, String code, int above) {
    var letter =
        read("plain", CHATTER.repeat(above) + passage + "\n" + CHATTER.repeat(12_000 - above));
    assertEquals(code, assertInstanceOf(Otp.Code.class, letter.otp()).value());
    assertTrue(letter.text().contains(passage), "what says so is lost");
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void findsTheCodeOfLongHtml(String passage, String code, int above) {
    var chatter = "<p>" + CHATTER + "</p>";
    var html = "<p>" + passage.replace("\n\n", "</p><p>") + "</p>";
    var letter = read("html", chatter.repeat(above / 2) + html + chatter.repeat(6_000 - above / 2));
    assertEquals(code, assertInstanceOf(Otp.Code.class, letter.otp()).value());
    assertTrue(letter.text().contains(passage), "what says so is lost");
  }

  /** Far more than there is room for; with one of them, nearly all that is read of a mail. */
  static Stream<Arguments> amongNumbers() {
    return SOUGHT.stream()
        .flatMap(
            sought -> {
              int all = sought.equals(SOUGHT.getFirst()) ? 20_000 : 6_000;
              return Stream.of(0, 1, all / 2, all - 1, all)
                  .map(above -> Arguments.of(sought.passage(), sought.code(), above, all));
            });
  }

  @ParameterizedTest
  @MethodSource("amongNumbers")
  void findsTheCodeAmongThousandsOfNumbers(String passage, String code, int above, int all) {
    var letter = read("plain", numbers(0, above) + passage + "\n" + numbers(above, all));
    assertTrue(letter.text().contains(passage), "the code is lost");
    assertEquals(code, assertInstanceOf(Otp.Code.class, letter.otp()).value());
  }

  private static String numbers(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "Meter " + (10_000 + i) + ": " + (7_000_000 - 31 * i) + " kWh\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest(name = "[{index}] {1}")
  @MethodSource("longLines")
  void findsTheCodeOfOneEndlessLine(String before, String sentence, String behind, String code) {
    var letter = read("plain", before + sentence + behind);
    assertEquals(code, assertInstanceOf(Otp.Code.class, letter.otp()).value());
    assertTrue(letter.text().contains(sentence), "what says so is lost");
  }

  static Stream<Arguments> longLines() {
    var words = "all work and no play ".repeat(15_000);
    var signs = "今天天气很好我们去公园散步".repeat(24_000);
    var latin = "Your one-time code is K7QM-2XPD, do not share it. ";
    var han = "您的验证码是482913请勿告诉他人";
    return IntStream.of(0, 77_777, 151_515, 299_990)
        .boxed()
        .flatMap(
            at ->
                Stream.of(
                    Arguments.of(cut(words, 0, at), latin, cut(words, at, 300_000), "K7QM-2XPD"),
                    Arguments.of(cut(signs, 0, at), han, cut(signs, at, 300_000), "482913")));
  }

  private static String cut(String line, int from, int to) {
    return line.substring(from, to);
  }

  /** Of every length, so that the code stands at every place of what the line is cut into. */
  @Test
  void neverCutsANumberOrALinkInTwo() {
    for (int i = 0; i < 450; i += 7) {
      var text = "x".repeat(i) + " " + "4829 1357 https://x.example/a-b?c=4711&d ".repeat(2_000);
      for (var passage : Excerpt.of(text, LIMIT).split("\\n?\\[cut\\]\\n?", -1)) {
        var rest = passage.replace("https://x.example/a-b?c=4711&d", "").replace("4829 1357", "");
        assertTrue(rest.replace("x", "").isBlank(), rest.strip());
      }
    }
  }

  @Test
  void prefersWhatIsCalledAOneTimeCodeToWhatIsCalledACode() {
    var text = "Use the promo code SAVE20 now\n".repeat(4_000) + CODE + CHATTER.repeat(3_000);
    assertTrue(Excerpt.of(text, LIMIT).contains(CODE));
  }

  @Test
  void prefersNumbersAndLinksToTheRest() {
    var text =
        CHATTER.repeat(4_000)
            + "Room 4711\n"
            + CHATTER.repeat(4_000)
            + "Log in at https://x.example/l?t=a1b2c3\n"
            + CHATTER.repeat(4_000)
            + "K7QM-2XPD\n"
            + CHATTER.repeat(4_000);
    var excerpt = Excerpt.of(text, LIMIT);
    assertTrue(excerpt.contains(CHATTER + "Room 4711\n" + CHATTER), "the number is lost");
    assertTrue(excerpt.contains("Log in at https://x.example/l?t=a1b2c3\n"), "the link is lost");
    assertTrue(excerpt.contains("\nK7QM-2XPD\n"), "what stands alone is lost");
  }

  @Test
  void keepsBeginningAndEndAndTheOrderAndMarksWhatIsCut() {
    var text =
        "Hello\n"
            + CHATTER.repeat(5_000)
            + CODE
            + CHATTER.repeat(5_000)
            + "Room 4711\n"
            + CHATTER.repeat(5_000)
            + "Bye";
    var excerpt = Excerpt.of(text, LIMIT);
    assertTrue(excerpt.startsWith("Hello\n" + CHATTER) && excerpt.endsWith(CHATTER + "Bye"));
    assertTrue(
        excerpt.contains(
            "\n[cut]\n"
                + CHATTER.repeat(3)
                + CODE
                + CHATTER.repeat(3)
                + "[cut]\n"
                + CHATTER.repeat(3)
                + "Room 4711\n"
                + CHATTER.repeat(3)
                + "[cut]\n"),
        excerpt);
  }

  @Test
  void keepsWhatFitsAndUsesTheRoomItHas() {
    var text = CHATTER.repeat(LIMIT).substring(0, LIMIT);
    assertSame(text, Excerpt.of(text, LIMIT));
    int length = Excerpt.of(text + "a", LIMIT).length();
    assertTrue(length <= LIMIT && length > LIMIT - 2 * CHATTER.length(), () -> "" + length);
  }

  @ParameterizedTest
  @MethodSource("oddTexts")
  void staysWithinTheLimit(String piece) {
    var text = piece.repeat(4 * LIMIT / piece.length());
    for (int beyond = 0; beyond < 4; beyond++) {
      var excerpt = Excerpt.of("a".repeat(beyond) + text, LIMIT);
      assertTrue(excerpt.length() <= LIMIT, "too long");
      assertTrue(excerpt.length() > LIMIT / 2, "next to nothing");
      assertTrue(UTF_8.newEncoder().canEncode(excerpt), "half a character");
    }
  }

  static Stream<String> oddTexts() {
    return Stream.of(
        "a",
        "7",
        "😀",
        "😀 4711 ",
        "\n\n4711",
        "code\n4711\n",
        "code\n" + CHATTER.repeat(9),
        "1\n",
        "验证码",
        "https://x.example/",
        "\u0301",
        "4711-");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, Limits.SUBJECT_CHARS, Limits.SUBJECT_CHARS + 1})
  void holdsTheContentOfALetterWithinItsLimit(int subject) {
    var mail =
        "Subject: "
            + "s".repeat(subject)
            + "\n\n"
            + CHATTER.repeat(4_000)
            + "code 4711\n"
            + CHATTER;
    var letter = new MessageParser().parse(mail.getBytes(UTF_8));
    int room = Letter.MAX_CONTENT - letter.content().length();
    assertTrue(room >= 0 && room < 2 * CHATTER.length(), () -> "room for " + room);
    assertTrue(letter.content().contains("code 4711"));
    assertTrue(letter.content().endsWith("code 4711\n" + CHATTER.strip()));
  }

  private static Letter read(String type, String body) {
    var head = "Subject: Welcome\nContent-Type: text/%s; charset=utf-8\n\n".formatted(type);
    return new MessageParser().parse((head + body).getBytes(UTF_8));
  }
}
