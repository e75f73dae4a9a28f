package dev.otpost.parsing;

import dev.otpost.message.Address;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.parsing.otp.OtpReader;
import java.util.List;
import java.util.Optional;

/**
 * Reads a mail as a person would. Total: every sequence of bytes is some {@link Letter}, in time
 * and memory linear in its length and bounded by {@link Limits}. Pure and thread-safe.
 */
public final class MessageParser {

  private final ParsingSettings settings;

  /** With the standard limits. */
  public MessageParser() {
    this(ParsingSettings.STANDARD);
  }

  public MessageParser(ParsingSettings settings) {
    this.settings = settings;
  }

  /**
   * The letter in {@code raw}, a mail as it came, header and body. Whatever the bytes are, it is
   * one.
   */
  public Letter parse(byte[] raw) {
    return letter(MimeTree.read(Slice.of(withLineFeeds(raw))), new BodyText(settings));
  }

  private static Letter letter(MimePart mail, BodyText body) {
    var header = mail.header();
    var headers = header.decoded();
    var from = addresses(header, "From").stream().findFirst();
    var to = addresses(header, "To");
    var cc = addresses(header, "Cc");
    var date = MailDates.parse(header.raw("Date"));
    var messageId = messageId(header.raw("Message-ID"));
    var subject = subject(headers.first("Subject").orElse(""));
    var attached = attachedMail(mail);
    if (attached.isPresent()) {
      var original = letter(attached.get(), body);
      var innerSubject = original.subject().isEmpty() ? subject : original.subject();
      var text = posted(innerSubject, original.text().isBlank() ? body.of(mail) : original.text());
      var forwarded = Optional.of(attached(original));
      // What was read of the original holds as long as the same is posted.
      boolean same = innerSubject.equals(original.subject()) && text.equals(original.text());
      var reading =
          same
              ? new OtpReader.Reading(original.otp(), original.validFor())
              : new OtpReader(host(original.from()), innerSubject).read(text);
      return new Letter(
          messageId,
          date,
          from,
          to,
          cc,
          forwarded,
          headers,
          innerSubject,
          text,
          reading.otp(),
          reading.validFor());
    }
    var text = body.of(mail);
    var reader = new OtpReader(host(from), subject);
    var read = Read.of(subject, text, reader).withUnseen(subject, body.unseen(), text, reader);
    return new Letter(
        messageId,
        date,
        from,
        to,
        cc,
        ForwardBlock.find(subject, text, body.mailtos()),
        headers,
        subject,
        read.text(),
        read.reading().otp(),
        read.reading().validFor());
  }

  private static String host(Optional<Address> from) {
    return from.map(Address::domain).orElse("");
  }

  private static String posted(String subject, String text) {
    return Excerpt.of(text, Letter.mostText(subject));
  }

  private static String subject(String field) {
    var line = Characters.oneLine(field);
    return BodyText.readable(
        line.length() <= Limits.SUBJECT_CHARS ? line : line.substring(0, wholeSubject(line)));
  }

  /** Not between the halves of a pair, and without a space at its end. */
  private static int wholeSubject(String line) {
    int end = Limits.SUBJECT_CHARS;
    boolean cutsPair = Character.isHighSurrogate(line.charAt(end - 1));
    return cutsPair || line.charAt(end - 1) == ' ' ? end - 1 : end;
  }

  /** A text as it is posted, and what was found in it. */
  private record Read(String text, OtpReader.Reading reading) {

    static Read of(String subject, String text, OtpReader reader) {
      var posted = posted(subject, text);
      return new Read(posted, reader.read(posted));
    }

    /** With what is not shown in front, if only there a code stands. */
    Read withUnseen(String subject, String unseen, String shown, OtpReader reader) {
      if (unseen.isEmpty() || !(reading.otp() instanceof Otp.None)) {
        return this;
      }
      var all = posted(subject, (unseen + "\n\n" + shown).strip());
      return reader.readUnseen(unseen, all).map(found -> new Read(all, found)).orElse(this);
    }

    @Override
    public String toString() {
      return "Read[%d characters, %s]".formatted(text.length(), reading.otp());
    }
  }

  /**
   * What counts of a mail that was attached; if that was forwarded itself, the innermost one
   * counts.
   */
  private static Forwarded attached(Letter original) {
    var inner = original.forwarded();
    return new Forwarded(
        Forwarded.How.ATTACHED,
        inner.isPresent() ? inner.get().from() : original.from(),
        inner.isPresent() ? inner.get().to() : original.to(),
        inner.isPresent() ? inner.get().date() : original.date(),
        Optional.of(original));
  }

  /**
   * The first mail among the parts. A mail that comes with a report (a bounce) was not forwarded by
   * anybody.
   */
  private static Optional<MimePart> attachedMail(MimePart part) {
    if (part.isMessage()) {
      return Optional.of(part.children().getFirst());
    }
    if (part.type().value().equals("multipart/report")) {
      return Optional.empty();
    }
    return part.children().stream().flatMap(child -> attachedMail(child).stream()).findFirst();
  }

  /** A field that stands several times is read as one long list. */
  private static List<Address> addresses(HeaderSection header, String name) {
    return header.fields().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .flatMap(field -> AddressList.parse(field.value()).stream())
        .limit(Limits.ADDRESSES)
        .toList();
  }

  private static String messageId(String field) {
    int start = field.indexOf('<');
    int end = field.indexOf('>', start + 1);
    return start >= 0 && end > start ? field.substring(start + 1, end).strip() : field.strip();
  }

  /**
   * Mail of very old systems ends its lines with CR alone. Where there is a single LF, a lone CR is
   * no line end.
   */
  private static byte[] withLineFeeds(byte[] raw) {
    boolean carriageReturn = false;
    for (byte b : raw) {
      if (b == '\n') {
        return raw;
      }
      carriageReturn |= b == '\r';
    }
    if (!carriageReturn) {
      return raw;
    }
    byte[] lines = raw.clone();
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\r') {
        lines[i] = '\n';
      }
    }
    return lines;
  }
}
