package dev.otpost.web.sms;

import dev.otpost.message.PhoneNumber;
import dev.otpost.message.TextMessage;
import java.time.Instant;
import java.util.Optional;

/** What was handed in. */
sealed interface Handed {

  record Message(TextMessage text) implements Handed {}

  /** None; {@code because} is for the caller, and repeats nothing of his. */
  record Unreadable(String because) implements Handed {}

  /** What the caller calls the fields that there must be. */
  record Names(String to, String body) {}

  /**
   * From the fields as they came.
   *
   * @param body empty if the field is missing; a blank one is a text without words
   */
  static Handed of(
      String id,
      String from,
      String to,
      Optional<String> body,
      Optional<Instant> sentAt,
      Names names) {
    var number = PhoneNumber.of(to);
    if (number.isEmpty()) {
      return new Unreadable(
          to.isBlank()
              ? names.to() + " is missing: the number that the text message was sent to"
              : names.to() + " is no number: give it like +4915112345678");
    }
    if (body.isEmpty()) {
      return new Unreadable(names.body() + " is missing: the text");
    }
    return new Message(new TextMessage(id, from, number.get(), body.get(), sentAt));
  }
}
