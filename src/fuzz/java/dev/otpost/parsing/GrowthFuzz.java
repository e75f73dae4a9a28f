package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is repeated over and over, in the header, in HTML, in plain text, in the subject or as
 * parts, is read at the same pace: what takes time that grows with the square of the length is
 * found here. The first byte says where, two line feeds what stands before and behind.
 */
class GrowthFuzz {

  private static final int BYTES = 100_000;
  private static final int LONGEST_PIECE = 300;

  /**
   * HTML made to harm comes near its time as it is, and what is watched by the fuzzer is slower;
   * what grows with the square takes a hundred times its time here.
   */
  private static final int SLOWER = 5;

  private static final MessageParser PARSER = new MessageParser();

  static Stream<byte[]> pieces() throws IOException {
    return Stream.of(
            "a<p>",
            "a<b style='color:red'>x",
            "a<a href='https://x.example/a1b2c3d4e5f6g7h8'>sign in</a>",
            "b code 4711 ",
            "b4711\n",
            "bhttps://x.example/verify?t=a1b2c3d4e5f6g7h8 ",
            "bcodeverify",
            "c=?utf-8?q?a?= ",
            "da@b.example, ",
            "d\"<(",
            "e: ",
            "f--b\nContent-Type: text/html\n\n<p>x\n",
            "gFrom: a@b.c\nTo: d@e.f\n",
            "h{color:red}.a,")
        .map(piece -> piece.getBytes(ISO_8859_1));
  }

  @MethodSource("pieces")
  @FuzzTest
  void keepsItsPaceOverRepetitions(byte[] piece) {
    if (piece.length < 2 || piece.length > LONGEST_PIECE) {
      return;
    }
    var parts = new String(piece, 1, piece.length - 1, ISO_8859_1).split("\u0001", 3);
    var repeated = parts.length > 1 ? parts[1] : parts[0];
    if (repeated.isEmpty()) {
      return;
    }
    var before = parts.length > 1 ? parts[0] : "";
    var behind = parts.length > 2 ? parts[2] : "";
    var many = before + repeated.repeat(BYTES / repeated.length()) + behind;
    byte[] mail = place(piece[0], many).getBytes(ISO_8859_1);
    Pace.held(SLOWER, mail.length, () -> PARSER.parse(mail));
  }

  private static String place(byte where, String many) {
    var head = "From: a@acme.example\nSubject: Verify\n";
    return switch (where & 7) {
      case 1 -> head + "Content-Type: text/html; charset=utf-8\n\nlog in<p>" + many;
      case 2 -> head + "Content-Type: text/plain; charset=utf-8\n\nlog in\n" + many;
      case 3 -> "Subject: " + many.replace('\n', ' ') + "\n\nlog in";
      case 4 -> "To: " + many.replace('\n', ' ') + "\n\nlog in";
      case 5 -> many + "\n\nlog in";
      case 6 -> head + "Content-Type: multipart/mixed; boundary=b\n\n" + many;
      case 7 -> head.replace("Verify", "Fwd: x") + "\nlog in\n" + many;
      default -> head + "Content-Type: text/html\n\n<style>" + many + "</style><p class=a>x";
    };
  }
}
