package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Letter;
import java.util.List;
import java.util.stream.Stream;

/** For whom a mail says that it is, in the fields that servers and authors write for that. */
final class Noted {

  /**
   * Of servers, which note for whom they took a mail in. The nearest to what was said in RCPT TO
   * come first; no RFC knows any of them but the second (RFC 9228).
   */
  private static final List<String> BY_SERVERS =
      List.of(
          "X-Original-To",
          "Delivered-To",
          "Envelope-To",
          "X-Envelope-To",
          "X-Delivered-To",
          "X-Resolved-To",
          "X-Forwarded-To");

  private Noted() {}

  /** The addresses in them, those that servers noted first, then To and Cc. */
  static Stream<Address> recipients(Letter letter) {
    return Stream.concat(
        BY_SERVERS.stream()
            .flatMap(field -> letter.headers().all(field).stream())
            .flatMap(Trace::addresses),
        addressees(letter));
  }

  /** Those whom the author names: To, then Cc. */
  static Stream<Address> addressees(Letter letter) {
    return Stream.concat(letter.to().stream(), letter.cc().stream());
  }
}
