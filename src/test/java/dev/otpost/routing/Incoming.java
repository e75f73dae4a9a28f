package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Envelope;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Letters as parsing would hand them over, each to the gateway. */
final class Incoming {

  static final Instant NOW = Instant.parse("2026-11-03T10:00:00Z");
  static final Address GATEWAY = new Address("otp@gw.example");
  static final Recipients RECIPIENTS = new Recipients(List.of(GATEWAY.value()));

  private Incoming() {}

  static Envelope envelope(String mailFrom, Address... recipients) {
    return new Envelope(Source.SMTP, mailFrom, List.of(recipients), "192.0.2.1", NOW);
  }

  /** Of fields as they are written: {@code Name: value}. */
  static Headers headers(String... fields) {
    return new Headers(
        Stream.of(fields)
            .map(field -> field.split(": ", 2))
            .map(field -> new Headers.Field(field[0], field[1]))
            .toList());
  }

  static Letter of(String from, Headers headers, String subject, String text) {
    return of(from, headers, subject, text, new Otp.None("a test"));
  }

  static Letter of(String from, Headers headers, String subject, String text, Otp otp) {
    return new Letter(
        "id",
        Optional.empty(),
        Address.of(from),
        List.of(GATEWAY),
        List.of(),
        Optional.empty(),
        headers,
        subject,
        text,
        otp,
        Optional.empty());
  }
}
