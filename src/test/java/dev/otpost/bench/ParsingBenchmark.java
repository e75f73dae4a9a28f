package dev.otpost.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.Letter;
import dev.otpost.parsing.MessageParser;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From bytes to a letter: one mail on one core. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 10, time = 2)
public class ParsingBenchmark {

  /** What kind of mail, and how large its body is. */
  @Param({"text 1", "html 20", "html 100"})
  public String mail = "";

  private final MessageParser parser = new MessageParser();
  private byte[] raw = {};

  /** Writes the mail: as a site does, with tables and inline styles round very little text. */
  @Setup
  public void write() {
    var parts = mail.split(" ", 2);
    int size = Integer.parseInt(parts[1]) * 1024;
    raw = (parts[0].equals("text") ? text(size) : html(size)).getBytes(UTF_8);
  }

  @Benchmark
  public Letter parse() {
    return parser.parse(raw);
  }

  private static String text(int size) {
    return head("text/plain; charset=utf-8", "8bit")
        + "Your sign-in code is\r\n\r\n482913\r\n\r\nIt expires in 10 minutes.\r\n"
        + "If it was not you, change your password.\r\n".repeat(size / 42);
  }

  private static String html(int size) {
    var body = new StringBuilder("<html><head><style>.c{color:#333}</style></head><body>");
    body.append("<h1>Your sign-in code</h1><p style=\"font-size:32px\"><b>482913</b></p>");
    body.append("<p>It expires in 10 minutes.</p>");
    while (body.length() < size) {
      body.append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\"><tr>")
          .append("<td style=\"font-family:Arial,sans-serif;font-size:14px;color:#333333\">")
          .append(
              "If it was not you, <a href=\"https://site.example/help?a=1&amp;b=2\">tell us</a>")
          .append("</td></tr></table>\n");
    }
    body.append("</body></html>");
    return head("text/html; charset=utf-8", "base64")
        + Base64.getMimeEncoder().encodeToString(body.toString().getBytes(UTF_8));
  }

  private static String head(String type, String encoding) {
    return String.join(
        "\r\n",
        "From: Site <no-reply@site.example>",
        "To: john@example.com",
        "Subject: Your sign-in code",
        "Date: Sun, 22 Nov 2026 10:00:00 +0000",
        "Message-ID: <1@site.example>",
        "MIME-Version: 1.0",
        "Content-Type: " + type,
        "Content-Transfer-Encoding: " + encoding,
        "",
        "");
  }
}
