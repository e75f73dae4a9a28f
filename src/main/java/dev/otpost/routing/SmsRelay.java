package dev.otpost.routing;

import dev.otpost.message.Identifier;
import dev.otpost.message.Letter;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text message that an app or a service passes on by mail, as long as it says so itself and names
 * the number that the message was sent to. A number that merely stands in a mail is none: the label
 * in front of it must say that it is the receiver's, and no second number may say the same.
 */
final class SmsRelay {

  private static final String NUMBER = "(\\+?\\d[\\d ().-]{5,20}\\d)";

  private static final Pattern SAYS_SO =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:SMS|MMS|text message|textmessage|iMessage)(?![\\p{L}\\p{N}])|短信"
              + "|短訊|ショートメッセージ",
          Pattern.CASE_INSENSITIVE);

  /** A line of its own: {@code To: +49 151 12345678}, {@code SIM1: …}. */
  private static final Pattern LABELLED =
      Pattern.compile(
          "^[\\s>*|-]*(?:to|sent to|recipient|receiver|receiving (?:number|phone)|received"
              + " (?:on|at|by)|(?:to|my|phone|your) number|sim ?(?:card )?\\d?|line|an|empfänger"
              + "|à|destinataire|para|destinatario|destinatário|a)\\s*[:：]\\s*"
              + NUMBER
              + "\\s*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);

  /** A subject or a first line: {@code SMS from 32665 to +4915112345678}. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "^.{0,80}?\\b(?:SMS|text message)\\b.{0,80}?\\b(?:to|on|at|for|an)\\s+(?:your"
              + " number\\s+)?"
              + NUMBER
              + "(?![\\p{L}\\p{N}])",
          Pattern.CASE_INSENSITIVE);

  /** What the text of a relay says of itself stands at its head or foot, so not far in. */
  private static final int LONGEST_TEXT = 4000;

  private SmsRelay() {}

  /** The number that the text message was sent to, without blanks; empty if it is not that sure. */
  static Optional<Identifier> receiver(Letter letter) {
    var text = letter.text();
    if (text.length() > LONGEST_TEXT
        || !(SAYS_SO.matcher(letter.subject()).find() || SAYS_SO.matcher(text).find())) {
      return Optional.empty();
    }
    var firstLine = text.lines().findFirst().orElse("");
    var numbers =
        Stream.of(
                LABELLED.matcher(text).results(),
                SENTENCE.matcher(letter.subject()).results(),
                SENTENCE.matcher(firstLine).results())
            .flatMap(results -> results)
            .map(SmsRelay::number)
            .distinct()
            .toList();
    return numbers.size() == 1 ? Optional.of(new Identifier(numbers.getFirst())) : Optional.empty();
  }

  private static String number(MatchResult match) {
    return match.group(1).replaceAll("[^+0-9]", "");
  }
}
