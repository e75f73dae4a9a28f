package dev.otpost.message;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A text message, and how it becomes a mail, so that it goes the way of one. Total: whatever stands
 * in it, nothing gets into the header but what belongs there.
 *
 * <p>That a mail is a text message is said by the {@link Source} of its envelope, which no client
 * of SMTP can choose; by no address and no field.
 *
 * @param id by which it is known when it is handed in again; empty if it has none
 * @param from who sent it, a number or a name, as the network says it; may be empty
 * @param to the number that it was sent to
 * @param sentAt when it was sent, if somebody says
 */
public record TextMessage(
    String id, String from, PhoneNumber to, String body, Optional<Instant> sentAt) {

  /** Of addresses that stand for numbers and for senders; no mail ever goes there (RFC 2606 2). */
  private static final String DOMAIN = "@sms.invalid";

  /** More of an id or a sender is cut off, in characters. */
  private static final int LONGEST_NAME = 128;

  /** RFC 5322 3.2.3, without {@code %}, which marks what is none. */
  private static final String ATOM =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&'*+-/=?^_`{|}~";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  /** With which it is handed in. */
  public Envelope envelope(String peer, Instant now) {
    return new Envelope(
        Source.SMS, Envelope.UNKNOWN_PATH, List.of(new Address(to.value() + DOMAIN)), peer, now);
  }

  /** The mail. */
  public byte[] raw() {
    var header = new StringBuilder();
    if (!id.isBlank()) {
      field(header, "Message-ID", "<" + atom(id) + DOMAIN + ">");
    }
    sentAt.ifPresent(at -> field(header, "Date", DATE.format(at)));
    field(header, "From", "<" + (from.isBlank() ? "unknown" : atom(from)) + DOMAIN + ">");
    field(header, "To", "<" + to.value() + DOMAIN + ">");
    field(header, "MIME-Version", "1.0");
    field(header, "Content-Type", "text/plain; charset=utf-8");
    field(header, "Content-Transfer-Encoding", "base64");
    header
        .append("\r\n")
        .append(Base64.getMimeEncoder().encodeToString(body.getBytes(UTF_8)))
        .append("\r\n");
    return header.toString().getBytes(US_ASCII);
  }

  /** The number that a text message was sent to; empty if the envelope is that of a mail. */
  public static Optional<Identifier> receiver(Envelope envelope, Address recipient) {
    return envelope.source() == Source.SMS
        ? Optional.of(new Identifier(recipient.local()))
        : Optional.empty();
  }

  private static void field(StringBuilder header, String name, String value) {
    header.append(name).append(": ").append(value).append("\r\n");
  }

  /** As a part of an address, from which nothing else can be read. */
  private static String atom(String name) {
    var atom = new StringBuilder();
    var stripped = name.strip();
    var shortened = stripped.substring(0, Math.min(stripped.length(), LONGEST_NAME));
    for (byte octet : shortened.getBytes(UTF_8)) {
      if (ATOM.indexOf(octet) >= 0) {
        atom.append((char) octet);
      } else {
        atom.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return atom.toString();
  }

  @Override
  public String toString() {
    return "TextMessage[to %s, %d characters]".formatted(to, body.length());
  }
}
