package dev.otpost.parsing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a mail: of its parts those that a mail program shows, each as a person sees it.
 *
 * <p>One instance reads one mail, attached mails included, so that the limits on text hold for all
 * of it together. Not thread-safe.
 */
final class BodyText {

  private static final String CUT = "\n[cut]";

  private int htmlLeft;
  private int tagsLeft = Limits.HTML_TAGS;
  private int plainLeft = Limits.TEXT_BYTES;
  private final StringBuilder unseen = new StringBuilder();
  private final MailtoLinks mailtos = new MailtoLinks();

  BodyText(ParsingSettings settings) {
    htmlLeft = settings.maxHtml();
  }

  /** What stands in the HTML read so far and is not shown; may be empty. */
  String unseen() {
    return unseen.toString();
  }

  /** The addresses behind names in the HTML read so far. */
  MailtoLinks mailtos() {
    return mailtos;
  }

  /** What the mail shows; empty if that is nothing. Mails attached to it are not part of it. */
  String of(MimePart mail) {
    var text = mail.children().isEmpty() ? leaf(mail) : shown(mail);
    // Better a file's text than none: some senders mark even the body as a file.
    return text.isBlank() ? firstFile(mail) : text;
  }

  private String shown(MimePart part) {
    if (part.isMessage()) {
      return "";
    }
    if (part.children().isEmpty()) {
      return part.type().isMultipart() || part.isAttachment() ? "" : leaf(part);
    }
    return switch (part.type().value()) {
      case "multipart/alternative" -> alternative(part.children());
      case "multipart/related" -> related(part);
      // What follows is the signature, or the machine's version of the report.
      case "multipart/signed", "multipart/report" -> shown(part.children().getFirst());
      default -> joined(part.children());
    };
  }

  /** RFC 2046 5.1.4: the same content several times, the richest last. */
  private String alternative(List<MimePart> parts) {
    var plain = "";
    var rich = "";
    for (var part : parts) {
      var text = shown(part);
      if (text.isBlank()) {
        continue;
      }
      if (part.type().value().equals("text/plain")) {
        plain = plain.isEmpty() ? text : plain;
      } else {
        rich = text;
      }
    }
    return Alternatives.better(plain, rich);
  }

  /**
   * RFC 2387: a document and what it is made of; the document is named, or the first part. It is
   * read once only, for documents within documents would double the work with each level.
   */
  private String related(MimePart related) {
    var root = root(related);
    var text = shown(root);
    return text.isBlank()
        ? joined(related.children().stream().filter(part -> !part.equals(root)).toList())
        : text;
  }

  private static MimePart root(MimePart related) {
    var start = related.type().parameter("start");
    return related.children().stream()
        .filter(part -> !start.isEmpty() && part.header().raw("Content-ID").equals(start))
        .reduce((_, last) -> last)
        .orElse(related.children().getFirst());
  }

  /**
   * One after another. What was said already, as by senders who say mixed and mean alternative, is
   * not said again.
   */
  private String joined(List<MimePart> parts) {
    var texts = new ArrayList<String>();
    int length = 0;
    for (var part : parts) {
      var text = shown(part);
      if (!text.isBlank() && length < Limits.TEXT_CHARS && texts.stream().noneMatch(text::equals)) {
        texts.add(text);
        length += text.length();
      }
    }
    return String.join("\n\n", texts);
  }

  private String firstFile(MimePart part) {
    if (part.isMessage()) {
      return "";
    }
    if (part.children().isEmpty()) {
      return leaf(part);
    }
    for (var child : part.children()) {
      var text = firstFile(child);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  private String leaf(MimePart part) {
    return switch (part.type().value()) {
      case "text/calendar",
          "text/vcard",
          "text/x-vcard",
          "text/directory",
          "text/csv",
          "text/css",
          "text/javascript",
          "text/x-amp-html",
          "text/rfc822-headers",
          "text/xml" ->
          "";
      case "text/html", "application/xhtml+xml", "text/enriched", "text/richtext" -> html(part);
      case String type when type.startsWith("text/") -> plain(part);
      // A type that is no type: the body is all we have.
      case String type when type.indexOf('/') < 0 -> plain(part);
      default -> "";
    };
  }

  private String plain(MimePart part) {
    var bytes = part.decoded(plainLeft);
    if (looksLikeHtml(bytes)) {
      return html(part);
    }
    var some = bytes.atMost(plainLeft);
    plainLeft -= some.length();
    var text =
        readable(
            PlainText.of(Charsets.decode(some, part.type().parameter("charset")), part.type()));
    return some.length() < bytes.length() ? text + CUT : text;
  }

  private String html(MimePart part) {
    var bytes = part.decoded(htmlLeft);
    var some = bytes.atMost(htmlLeft);
    htmlLeft -= some.length();
    var declared = part.type().parameter("charset");
    var whole =
        Charsets.decode(
            some, Charsets.named(declared).isPresent() ? declared : HtmlCharset.of(some));
    if (whole.indexOf('<') < 0 && whole.indexOf('&') < 0) {
      return readable(PlainText.of(whole, part.type()));
    }
    var html = whole.substring(0, endOfTags(whole));
    mailtos.add(html);
    var page = HtmlText.read(html);
    var text = readable(page.text());
    if (unseen.length() + page.unseen().length() <= Limits.UNSEEN_CHARS) {
      unseen.append(unseen.isEmpty() ? "" : "\n").append(Digits.ascii(page.unseen()));
    }
    return some.length() < bytes.length() || html.length() < whole.length() ? text + CUT : text;
  }

  /** Codes as they are typed in: with digits that a form takes, and in one piece. */
  static String readable(String text) {
    return Scattered.joined(Digits.ascii(text));
  }

  /** Where the first tag beyond the limit begins. */
  private int endOfTags(String html) {
    int tag = html.indexOf('<');
    while (tag >= 0 && tagsLeft > 0) {
      tagsLeft--;
      tag = html.indexOf('<', tag + 1);
    }
    return tag < 0 ? html.length() : tag;
  }

  private static boolean looksLikeHtml(Slice bytes) {
    var start = bytes.atMost(200).latin1().stripLeading().toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.startsWith("<body");
  }
}
