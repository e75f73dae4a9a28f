package dev.otpost.parsing;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the MIME structure of one mail. No bytes are copied but those of attached mails that are
 * encoded; each level of parts costs one pass over its bytes, and levels and parts are limited.
 * Missing ends, missing and wrong boundaries are forgiven. Not thread-safe.
 */
final class MimeTree {

  private static final MediaType PLAIN = MediaType.parse("text/plain");
  private static final MediaType MESSAGE = MediaType.parse("message/rfc822");

  private int parts;
  private int encodedLeft = Limits.ENCODED_MAIL_BYTES;

  private MimeTree() {}

  static MimePart read(Slice mail) {
    return new MimeTree().entity(mail, PLAIN, 0);
  }

  private MimePart entity(Slice bytes, MediaType unsaid, int depth) {
    parts++;
    var header = HeaderSection.read(bytes);
    var declared = MediaType.parse(header.raw("Content-Type"));
    var type = declared.value().isEmpty() ? unsaid : declared;
    boolean leaf = depth == Limits.MIME_DEPTH;
    if (type.isMultipart()) {
      var children = leaf ? List.<MimePart>of() : split(header.body(), type, depth);
      boolean nothingToSplit = children.isEmpty() && !leaf && parts < Limits.PARTS;
      return new MimePart(header, nothingToSplit ? PLAIN : type, children);
    }
    if (isMail(header, type)) {
      boolean room = !leaf && parts < Limits.PARTS;
      var body =
          room ? attached(header.body(), header.raw("Content-Transfer-Encoding")) : header.body();
      return new MimePart(
          header, MESSAGE, room ? List.of(entity(body, PLAIN, depth + 1)) : List.of());
    }
    return new MimePart(header, type, List.of());
  }

  private Slice attached(Slice body, String encoding) {
    var some = body.atMost(encodedLeft);
    var decoded = TransferDecoding.decode(some, encoding);
    if (decoded.sharesBytesWith(body)) {
      return body; // Nothing was encoded, so nothing was copied.
    }
    encodedLeft -= some.length();
    return decoded;
  }

  /**
   * A mail in the mail, or a file that holds one: Outlook and others attach it as nothing in
   * particular.
   */
  private static boolean isMail(HeaderSection header, MediaType type) {
    return type.isMessage()
        || type.namesFile(".eml")
        || MediaType.parse(header.raw("Content-Disposition")).namesFile(".eml");
  }

  private List<MimePart> split(Slice body, MediaType type, int depth) {
    var unsaid = type.value().equals("multipart/digest") ? MESSAGE : PLAIN;
    var boundary = type.parameter("boundary").strip();
    var children = new ArrayList<MimePart>();
    if (!boundary.isEmpty() && boundary.length() <= Limits.BOUNDARY_CHARS) {
      split(body, "--" + boundary, unsaid, depth, children);
    }
    if (children.isEmpty()) {
      var guessed = guessBoundary(body);
      if (!guessed.isEmpty()) {
        split(body, guessed, unsaid, depth, children);
      }
    }
    return children;
  }

  /**
   * RFC 2046 5.1.1: a delimiter is a line that begins with two dashes and the boundary, followed by
   * white space only; two more dashes close the multipart. What stands before the first is not
   * shown by anybody.
   */
  private void split(
      Slice body, String delimiter, MediaType unsaid, int depth, List<MimePart> children) {
    int partStart = -1;
    int line = body.start();
    while (line < body.end() && parts < Limits.PARTS) {
      int lineFeed = body.lineFeed(line);
      int end = body.textEnd(line, lineFeed);
      var delimits = delimits(body.between(line, end), delimiter);
      if (delimits != Delimits.NOTHING) {
        if (partStart >= 0) {
          children.add(
              entity(
                  body.between(partStart, beforeLineEnd(body, partStart, line)),
                  unsaid,
                  depth + 1));
        }
        partStart = lineFeed + 1;
      }
      if (delimits == Delimits.END) {
        return;
      }
      line = lineFeed + 1;
    }
    if (partStart >= 0 && partStart < body.end() && parts < Limits.PARTS) {
      children.add(entity(body.between(partStart, body.end()), unsaid, depth + 1));
    }
  }

  private enum Delimits {
    NOTHING,
    PART,
    END
  }

  private static Delimits delimits(Slice line, String delimiter) {
    int length = delimiter.length();
    if (line.length() < length) {
      return Delimits.NOTHING;
    }
    for (int i = 0; i < length; i++) {
      if ((line.bytes()[line.start() + i] & 0xff) != delimiter.charAt(i)) {
        return Delimits.NOTHING;
      }
    }
    var rest = line.from(line.start() + length).atMost(Limits.BOUNDARY_CHARS).latin1().strip();
    if (rest.isEmpty()) {
      return Delimits.PART;
    }
    return rest.equals("--") ? Delimits.END : Delimits.NOTHING;
  }

  /** The line end before a delimiter belongs to the delimiter. */
  private static int beforeLineEnd(Slice body, int partStart, int delimiterLine) {
    int lineFeed = delimiterLine - 1;
    return lineFeed < partStart ? partStart : body.textEnd(partStart, lineFeed);
  }

  /**
   * The first line that looks like a delimiter, without white space at its end; empty if none does.
   */
  private static String guessBoundary(Slice body) {
    int line = body.start();
    while (line < body.end()) {
      int lineFeed = body.lineFeed(line);
      var text = body.between(line, lineFeed).atMost(Limits.BOUNDARY_CHARS).latin1().strip();
      boolean rule = text.chars().allMatch(c -> c == '-');
      if (text.startsWith("--") && !rule && text.indexOf(' ') < 0) {
        return text;
      }
      line = lineFeed + 1;
    }
    return "";
  }
}
