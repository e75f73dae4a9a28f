package dev.otpost.intake.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;

/**
 * What a person would read of a mail that is too large to be fetched: its header and its parts of
 * text, put together again as they stood, without the rest. For one thread at a time.
 */
final class LargeMail {

  /** The most of one part of text, in bytes as it is sent. */
  static final int LONGEST_PART = 256 * 1024;

  /** The most parts of text. */
  static final int MOST_PARTS = 8;

  /** Parts within parts, deeper than this, are left out. */
  private static final int DEEPEST = 10;

  private static final String END = "\r\n";

  /** These fields say how the whole of the mail was made up. */
  private static final Set<String> MADE_UP =
      Set.of("content-type", "content-transfer-encoding", "content-length", "mime-version");

  private final Mailbox mailbox;
  private final Head head;
  private final ByteArrayOutputStream mail = new ByteArrayOutputStream();
  private int parts;
  private int boundaries;

  /** Whether something was handed out, and whether something was not. */
  private boolean got;

  private boolean missed;

  LargeMail(Mailbox mailbox, Head head) {
    this.mailbox = mailbox;
    this.head = head;
  }

  /**
   * Reads it; without any text it is the header alone.
   *
   * @return empty if the server does not say how the mail is made up, or hands out nothing of it
   */
  Optional<byte[]> read() throws IOException {
    var structure = mailbox.fetch().structure(head.uid());
    if (structure.isEmpty()) {
      return Optional.empty();
    }
    header(new String(head.header(), StandardCharsets.ISO_8859_1));
    say("MIME-Version: 1.0" + END);
    write(structure.get(), "", 0);
    return missed && !got ? Optional.empty() : Optional.of(mail.toByteArray());
  }

  /** Field by field, folded lines with theirs. */
  private void header(String header) {
    boolean wanted = true;
    for (var line : header.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        var name = line.split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
        wanted = !MADE_UP.contains(name);
      }
      if (wanted) {
        say(line + END);
      }
    }
  }

  private void write(BODYSTRUCTURE part, String section, int depth) throws IOException {
    if (part.isMulti()) {
      several(part, section, depth);
    } else if (part.isNested()) {
      nested(part, section, depth);
    } else {
      single(part, section.isEmpty() ? "1" : section);
    }
  }

  private void several(BODYSTRUCTURE whole, String section, int depth) throws IOException {
    var boundary = "otpost-%d-%d".formatted(head.uid(), ++boundaries);
    say("Content-Type: multipart/%s; boundary=\"%s\"".formatted(word(whole.subtype), boundary));
    // By this a bounce is known as one (RFC 6522 3).
    say(parameter(whole, "report-type") + END + END);
    var bodies = whole.bodies == null ? new BODYSTRUCTURE[0] : whole.bodies;
    for (int i = 0; i < bodies.length; i++) {
      if (depth < DEEPEST && parts < MOST_PARTS && hasText(bodies[i], depth)) {
        say("--" + boundary + END);
        write(bodies[i], (section.isEmpty() ? "" : section + ".") + (i + 1), depth + 1);
        say(END);
      }
    }
    say("--" + boundary + "--" + END);
  }

  /** A mail that was attached: somebody forwarded it so. */
  private void nested(BODYSTRUCTURE part, String section, int depth) throws IOException {
    say("Content-Type: message/rfc822" + END + END);
    var inner = section.isEmpty() ? "1" : section;
    header(
        new String(fetched(inner + ".HEADER", Fetch.LONGEST_HEADER), StandardCharsets.ISO_8859_1));
    if (part.bodies != null && part.bodies.length > 0 && depth < DEEPEST) {
      // RFC 3501 6.4.5: the parts of its body count on from it; a body of one part is number 1.
      var body = part.bodies[0];
      write(body, body.isMulti() ? inner : inner + ".1", depth + 1);
    }
  }

  private void single(BODYSTRUCTURE part, String section) throws IOException {
    var type = "Content-Type: %s/%s".formatted(word(part.type), word(part.subtype));
    // The latter two say where its paragraphs end (RFC 3676).
    say(type + parameter(part, "charset") + parameter(part, "format") + parameter(part, "delsp"));
    say(END);
    say("Content-Transfer-Encoding: " + word(part.encoding) + END + END);
    if (hasText(part, 0)) {
      parts++;
      mail.writeBytes(fetched(section, LONGEST_PART));
    }
  }

  private static String parameter(BODYSTRUCTURE part, String name) {
    var value = part.cParams == null ? null : part.cParams.get(name);
    return value == null ? "" : "; %s=\"%s\"".formatted(name, word(value));
  }

  private byte[] fetched(String section, int most) throws IOException {
    var bytes = mailbox.fetch().body(head.uid(), section, most);
    got |= bytes.isPresent();
    missed |= bytes.isEmpty();
    return bytes.orElse(new byte[0]);
  }

  /** Whether there is something to read in it: no picture, no file. */
  private static boolean hasText(BODYSTRUCTURE part, int depth) {
    if (part.isSingle()) {
      return "text".equalsIgnoreCase(part.type) && !"attachment".equalsIgnoreCase(part.disposition);
    }
    if (part.bodies == null || depth > DEEPEST) {
      return false;
    }
    for (var inner : part.bodies) {
      if (hasText(inner, depth + 1)) {
        return true;
      }
    }
    return part.isNested();
  }

  /** As it may stand in a header, whatever the mail called it. */
  private static String word(String said) {
    return said == null ? "7bit" : said.replaceAll("[^A-Za-z0-9._+-]", "_");
  }

  private void say(String text) {
    mail.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
