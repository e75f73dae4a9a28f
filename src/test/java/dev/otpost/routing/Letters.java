package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Forwarded;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Letters for the tests of routing, told in short. */
final class Letters {

  static final Recipients GATEWAY = new Recipients(List.of("otp@gw.example"));
  static final Duration LIFETIME = Duration.ofMinutes(15);

  private Letters() {}

  /** Fields as {@code Name: value; Name: value}; From, To and Cc are read from them as well. */
  static Letter of(String fields, String subject, String text, Optional<Forwarded> forwarded) {
    var headers =
        new Headers(
            Arrays.stream(fields.split("; ", -1))
                .filter(field -> !field.isBlank())
                .map(field -> field.split(": ", 2))
                .map(field -> new Headers.Field(field[0], field[1]))
                .toList());
    return new Letter(
        "id",
        Optional.empty(),
        addresses(headers, "From").stream().findFirst(),
        addresses(headers, "To"),
        addresses(headers, "Cc"),
        forwarded,
        headers,
        subject,
        text,
        new Otp.None("a test"),
        Optional.empty());
  }

  static Letter of(String fields) {
    return of(fields, "Code", "4711", Optional.empty());
  }

  static Optional<Forwarded> attached(Letter inner) {
    return Optional.of(
        new Forwarded(
            Forwarded.How.ATTACHED, inner.from(), inner.to(), inner.date(), Optional.of(inner)));
  }

  static Optional<Forwarded> inline(String from, String to) {
    return Optional.of(
        new Forwarded(
            Forwarded.How.INLINE,
            Address.of(from),
            addresses(new Headers(List.of(new Headers.Field("To", to))), "To"),
            Optional.empty()));
  }

  static Decision decide(
      RoutingSettings settings, String recipient, String mailFrom, Letter letter) {
    var envelope =
        new Envelope(
            Source.SMTP,
            mailFrom,
            List.of(new Address(recipient)),
            "192.0.2.1",
            Instant.parse("2026-11-03T10:00:00Z"));
    return new Router(settings).route(envelope, letter).getFirst();
  }

  private static List<Address> addresses(Headers headers, String name) {
    return headers.all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(" ")))
        .filter(word -> !word.isEmpty())
        .map(Address::new)
        .toList();
  }
}
