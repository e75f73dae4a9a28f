package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four times as much of anything takes about four times as long to read and to route; nothing grows
 * with the square. What was found to is here: spaces before a colon, documents within documents,
 * formatting that is not closed, heaps of accents, lone numbers below a long line.
 */
@Isolated("it measures times")
class GrowthTest {

  private static final int CHARS = 25_000;
  private static final int TIMES = 4;

  /** Where four times are expected, so much is borne, for the machine may be busy. */
  private static final int BORNE = 10;

  /** What a collection of garbage may take, and what is read for the first time. */
  private static final long FLOOR_NANOS = 250_000_000;

  private static final int TRIES = 5;

  /** Ends what would go on for hours. */
  private static final Duration NEVER = Duration.ofSeconds(30);

  private static final String HEAD =
      "From: a@acme.example\nTo: john@example.com\nSubject: Verify\n";
  private static final String HTML = HEAD + "Content-Type: text/html; charset=utf-8\n\nlog in<p>";
  private static final String TEXT = HEAD + "Content-Type: text/plain; charset=utf-8\n\nlog in\n";
  private static final String GMAIL =
      "From: forwarding-noreply@google.com\nX-Google-Address-Confirmation: x\n\n";

  private static final MessageParser PARSER = new MessageParser();
  private static final Address RECIPIENT = new Address("otp@gw.example.com");
  private static final Envelope ENVELOPE =
      new Envelope(Source.FILE, "bob@relay.example", List.of(RECIPIENT), "", Instant.EPOCH);
  private static final Router ROUTER =
      new Router(
          new RoutingSettings(new Recipients(List.of(RECIPIENT.value())), Duration.ofMinutes(15)));

  static Stream<Arguments> shapes() {
    return Stream.of(
        shape("a number without end", n -> TEXT + "7".repeat(n)),
        shape("codes side by side", n -> TEXT + repeated("code 4711 ", n)),
        shape("codes below each other", n -> TEXT + repeated("code\n4711\n", n)),
        shape(
            "codes below a long line",
            n -> TEXT + "4711 x ".repeat(150) + repeated("abc def ", n) + "\n4711\n\n".repeat(140)),
        shape("links", n -> TEXT + repeated("verify https://x.example/v?t=a1b2c3d4e5 ", n)),
        shape("links with text", n -> HTML + repeated("<a href=https://x.example/1>log in</a>", n)),
        shape("one link", n -> TEXT + "https://x.example/" + repeated("a1-", n)),
        shape("one link in links of filters", n -> TEXT + filtered(n)),
        shape("one line", n -> TEXT + repeated("all work and no play ", 4 * n)),
        shape("words for codes in one word", n -> TEXT + repeated("verifycode", n)),
        shape("words for codes", n -> TEXT + repeated("verify code ", n)),
        shape("codes below attributions", n -> TEXT + repeated("a:@1:11\n", n / 2) + codes(n / 2)),
        shape("codes that are quoted", n -> TEXT + ">".repeat(n / 2) + codes(n / 2)),
        shape("codes within quotation marks", n -> TEXT + repeated("\"code 4711, ", n)),
        shape("hours", n -> TEXT + "Your login code is 482913\n" + repeated("1h ", n)),
        shape(
            "hours that are quoted",
            n -> TEXT + ">".repeat(n / 2) + "code 482913\n" + repeated("1 h\n", n / 2)),
        shape(
            "names of sites", n -> TEXT + "https://abcd.example " + repeated("eBooking order ", n)),
        shape("times", n -> TEXT + repeated("valid 5 minutes ", n)),
        shape("letters and digits in one word", n -> TEXT + repeated("A1", n)),
        shape("groups of digits", n -> TEXT + repeated("482 913 ", n)),
        shape("single digits", n -> TEXT + repeated("1 2 ", n)),
        shape("single digits below each other", n -> TEXT + repeated("1\n2\n", n)),
        shape("dashes", n -> TEXT + repeated("4711-", n)),
        shape("dots", n -> TEXT + repeated("47.11.", n)),
        shape("colons, slashes and dots", n -> TEXT + repeated("://", n)),
        shape("spaces", n -> TEXT + "4711" + " ".repeat(n) + "4711"),
        shape("marks of sentences", n -> TEXT + repeated("4711! ? .", n)),
        shape("accents", n -> TEXT + repeated("\u0301\u0323", n)),
        shape("accents of one kind", n -> TEXT + "a" + "\u0301".repeat(n) + "\u0323".repeat(n)),
        shape("wide digits", n -> TEXT + repeated("\uFF14", n)),
        shape(
            "flowed lines",
            n -> TEXT.replace("utf-8", "utf-8; format=flowed") + repeated("a \n", n)),
        shape("quoted lines", n -> TEXT + ">".repeat(n) + repeated("\n> >", n)),
        shape("blocks of forwarded mail", n -> forwarded(repeated("From: a@b.c\nTo: d@e.f\n", n))),
        shape("labels", n -> forwarded(repeated("From:\n\nTo:\n\n", n))),
        shape(
            "lists of a forwarded mail",
            n -> forwarded("From: a@b.c\nTo: " + repeated("d@e.f,\n", n))),
        shape("links to mailboxes", n -> forwarded("From: " + repeated("<mailto:", n))),
        shape(
            "links to mailboxes that do not end",
            n -> HTML + "From: A<br>To: B, C<br>" + repeated("<a href=mailto:a@b.c ", n)),
        shape(
            "labels of no kind",
            n -> forwarded("From: a@b.c\nTo: d@e.f\n" + repeated("Foo: g@h.i\n", n))),
        shape("addresses", n -> "To: " + repeated("d@e.f, ", n) + "\n" + HEAD + "\nx"),
        shape("addresses, all different", n -> "To: " + different(n) + "\n\nx"),
        shape("brackets and quotes", n -> "To: " + repeated("\"<(", n) + "\n" + HEAD + "\nx"),
        shape("encoded words", n -> "Subject: " + repeated("=?utf-8?q?a?= ", n) + "\n\nx"),
        shape(
            "encoded words of two kinds",
            n -> "Subject: " + repeated("=?utf-8?q?a?= =?utf-8?b?YQ==?= ", n) + "\n\nx"),
        shape(
            "encoded words in charsets that nobody knows",
            n -> "Subject: " + repeated("=?utf-1?q?a?= =?utf-3?q?a?= ", n) + "\n\nx"),
        shape("beginnings of encoded words", n -> "Subject: " + repeated("=?", n) + "\n\nx"),
        shape("a subject", n -> "Subject: " + repeated("code 4711 ", n) + "\n\nx"),
        shape("spaces before a colon", n -> "a" + " ".repeat(n) + ":\n" + HEAD + "\nx"),
        shape(
            "parameters",
            n -> HEAD + "Content-Type: text/plain" + repeated("; a=\"b", n) + "\n\nx"),
        shape(
            "parts",
            n ->
                HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + repeated("--b\n\nx\n", n)),
        shape("documents within documents", n -> related(n / CHARS * Limits.MIME_DEPTH / TIMES)),
        shape("elements", n -> HTML + repeated("<p>x", n)),
        shape("elements within elements", n -> HTML + repeated("<div>x", n)),
        shape("formatting that is not closed", n -> HTML + "<b><i><u><s>" + repeated("x<p>", n)),
        shape(
            "attributes that come again",
            n -> HTML + "<b " + numbers(500) + ">" + repeated("x<p>", n)),
        shape(
            "a style that comes again",
            n -> HTML + "<b style='" + repeated("color:red;", n) + "'>" + repeated("x<p>", n)),
        shape(
            "classes that come again",
            n ->
                HTML
                    + "<style>.a{color:red}</style><b class='"
                    + repeated("a ", n)
                    + "'>"
                    + repeated("x<p>", n)),
        shape(
            "a background that comes again",
            n -> HTML + "<b bgcolor=" + repeated("f", n) + ">" + repeated("x<p>", n)),
        shape(
            "a link that comes again",
            n ->
                HTML
                    + "<a href=https://x.example/"
                    + "a".repeat(n / 8)
                    + ">"
                    + repeated("x<p>", n)),
        shape(
            "rules",
            n ->
                HTML
                    + "<style>"
                    + IntStream.range(0, n / 20)
                        .mapToObj(i -> ".a" + i + "{color:red}")
                        .collect(Collectors.joining())
                    + "</style>x"),
        shape("selectors", n -> HTML + "<style>" + repeated(".a,", n) + ".b{color:red}</style>x"),
        shape("braces", n -> HTML + "<style>" + repeated("@a{", n) + "</style>x"),
        shape("comments in rules", n -> HTML + "<style>" + repeated("/*", n) + "</style>x"),
        shape("entities", n -> HTML + repeated("&#x31;&nbsp;", n)),
        shape("mailboxes in Gmail's question", n -> GMAIL + "a@" + repeated("a.", n)),
        shape(
            "links in Gmail's question",
            n -> GMAIL + repeated("https://mail.google.com/mail/vf-", n)),
        shape(
            "a text message's numbers",
            n -> HEAD.replace("Verify", "SMS") + "\n" + repeated(">\n> - ", n)),
        shape("traces", n -> "X-Forwarded-For: " + repeated("\"a@b\" <", n) + "\n" + HEAD + "\nx"));
  }

  private static Arguments shape(String name, IntFunction<String> mail) {
    return Arguments.of(name, mail);
  }

  private static String repeated(String piece, int chars) {
    return piece.repeat(chars / piece.length());
  }

  private static String forwarded(String block) {
    return HEAD.replace("Verify", "Fwd: Verify") + "\nlog in\n\n" + block;
  }

  private static String codes(int n) {
    return repeated("Your verification code is 4711.\n\n", n);
  }

  private static String filtered(int chars) {
    var filter = "https://eu.safelinks.protection.outlook.com/?url=";
    return (filter + "https%3A%2F%2F").repeat(chars / 100)
        + "x.example%2F"
        + "a1".repeat(chars / 4);
  }

  private static String different(int chars) {
    return IntStream.range(0, chars / 20)
        .mapToObj(i -> "john" + i + "@example.com")
        .collect(Collectors.joining(", "));
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "a" + i).collect(Collectors.joining(" "));
  }

  private static String related(int levels) {
    var mail = new StringBuilder("Content-Type: multipart/related; boundary=b0\n\n");
    for (int i = 1; i <= levels; i++) {
      mail.append("--b%d\nContent-Type: multipart/related; boundary=b%d\n\n".formatted(i - 1, i));
    }
    return mail.append("--b%d\n\n \n".formatted(levels)).toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void takesTimeInProportion(String name, IntFunction<String> shape) {
    byte[] some = shape.apply(CHARS).getBytes(UTF_8);
    byte[] more = shape.apply(TIMES * CHARS).getBytes(UTF_8);
    assertTimeoutPreemptively(NEVER, () -> compare(name, some, more));
  }

  private static void compare(String name, byte[] some, byte[] more) {
    long one = Math.min(nanos(some), nanos(some));
    long allowed = BORNE * one + FLOOR_NANOS;
    long four = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && four > allowed; i++) {
      four = Math.min(four, nanos(more));
    }
    if (four > allowed) {
      fail(
          "%s: %d ms, and %d ms for four times as much"
              .formatted(name, one / 1_000_000, four / 1_000_000));
    }
  }

  private static long nanos(byte[] mail) {
    long begin = System.nanoTime();
    ROUTER.route(ENVELOPE, PARSER.parse(mail));
    return System.nanoTime() - begin;
  }
}
