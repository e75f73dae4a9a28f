package dev.otpost.routing;

import dev.otpost.message.Identifier;
import dev.otpost.message.Letter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text message that an app or a service passes on by mail, as long as its shape says so and it
 * names the number that the message was sent to. A number that merely stands in a mail is none: the
 * label in front of it must say that it is the receiver's, nothing but the number and perhaps the
 * name of a SIM may stand behind the label, and no second number may say the same.
 *
 * <p>The shape: a short mail whose sender, subject or heading speaks of a text message, or which
 * has labels for both ends of one. A label such as "your number", which other mails have too,
 * counts only where both is so.
 */
final class SmsRelay {

  private static final String NUMBER = "\\+?\\(?\\d[\\d ().-]{5,20}\\d";

  private static final Pattern SAYS_SO =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:SMS|MMS|RCS|text message|textmessage|iMessage|SMS-?(?:bericht"
              + "|nachricht|melding|meddelande|viesti|zpráva|správa|üzenet|сообщение)|textnachricht"
              + "|mensaje de texto|mensagem de texto|messaggio di testo|message texte|tekstbericht"
              + "|СМС|смс-сообщение|kısa mesaj|tin nhắn|pesan teks)(?![\\p{L}\\p{N}])"
              + "|SMS(?=\\P{ASCII})|短信|短訊|簡訊|ショートメッセージ|문자|رسالة نصية|پیامک|ข้อความ SMS|מסרון",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** {@code To: +49 151 12345678}, {@code Receiver = …}, a row of a table. */
  private static final Pattern LABELLED =
      Pattern.compile("^[\\s>*|•#-]*([^:：=|\\t\"{}]{1,40}?)[\\s*]*[:：=|\\t][\\s*]*(.{1,100})$");

  /** {@code Received on your number +1 628-555-0199}. */
  private static final Pattern UNMARKED =
      Pattern.compile("^[\\s>*|•#-]*(\\p{L}[\\p{L}\\p{M}' ]{1,40}?)\\s+(" + NUMBER + ")\\W{0,3}$");

  private static final Pattern JSON =
      Pattern.compile("\"(\\w[\\w ]{0,39})\"\\s{0,3}:\\s{0,3}\"?([^\",{}]{1,100})");

  /** A number alone or with the name of a SIM: {@code +4915112345678 (SIM1)}. */
  private static final Pattern VALUE =
      Pattern.compile(
          "^(?:SIM ?\\d?[\\s_:,(-]+)?(?:[^\\d+]{0,40}[\\s_:,(<-])?("
              + NUMBER
              + ")(?:[\\s_,;/(\\[)-]+(?:SIM|[^\\d\\s])\\D{0,30}\\d?\\D{0,5}|[\\s)>\\].,;|*]*)$",
          Pattern.CASE_INSENSITIVE);

  private static final String TO =
      "to|on|for|an|auf|à|sur|para|a|en|su|naar|aan|op|do|na|на|на номер|till|til|på|ke|đến|->|→|=>"
          + "|»|>|发送到|发往|发至|至|到";

  /** A subject, or a line by itself: {@code New SMS from 32665 to +4915112345678}. */
  private static final Pattern SENTENCE =
      Pattern.compile(
          "^.{0,40}?(?:SMS|text message|СМС|短信|簡訊).{0,60}?[\\s\\d](?:"
              + TO
              + ")\\s*(?:(?:your|my) number\\s+)?("
              + NUMBER
              + ")\\W{0,3}$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** Numbers to call or to write to, which are no receiver's. */
  private static final Pattern CONTACT =
      Pattern.compile(
          "reply|answer|call|contact|help|support|hotline|antwort|anruf|répon|appel|llam|respo|chiam"
              + "|rispo|odpow|zadzwo|звон|ответ|联系|联络|回复|致电|客服|問い合わせ|返信|문의|답장",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** A label that names a SIM rather than just anybody's number. */
  private static final Pattern SLOT =
      Pattern.compile("sim|сим|сім|chip|卡|유심|심|شريحة|سیم|סים|सिम|ซิม", Pattern.CASE_INSENSITIVE);

  /** Dates are made of the same characters. */
  private static final Pattern DATE =
      Pattern.compile("(?:19|20)\\d\\d[-.]\\d\\d?[-.]\\d\\d?.*|\\d\\d?[-.]\\d\\d?[-.]20\\d\\d.*");

  /** What the text of a relay says of itself stands at its head or foot, so not far in. */
  private static final int LONGEST_TEXT = 4000;

  private static final int MOST_LINES = 60;

  /** Lines of a mail that has labels for both ends and no word for a text message. */
  private static final int MOST_LINES_UNSAID = 15;

  /** Digits of a subscriber's number; what is shorter is a short code of a service. */
  private static final int FEWEST_DIGITS = 7;

  private static final int MOST_DIGITS = 15;

  private static final int HEADING_WORDS = 3;

  private final Set<String> receivers = new TreeSet<>();
  private final Set<String> own = new TreeSet<>();
  private final Set<String> slots = new TreeSet<>();
  private final Set<String> senders = new TreeSet<>();
  private boolean sender;

  private SmsRelay() {}

  /** The number that the text message was sent to, without blanks; empty if it is not that sure. */
  static Optional<Identifier> receiver(Letter letter) {
    var text = letter.text();
    if (text.length() > LONGEST_TEXT) {
      return Optional.empty();
    }
    var lines = text.lines().filter(line -> !line.isBlank()).toList();
    var first = lines.isEmpty() ? "" : lines.getFirst();
    boolean says =
        Stream.of(letter.subject(), head(first), letter.headers().first("From").orElse(""))
            .anyMatch(line -> SAYS_SO.matcher(line).find());
    if (lines.size() > (says ? MOST_LINES : MOST_LINES_UNSAID)) {
      return Optional.empty();
    }
    var relay = new SmsRelay();
    relay.sentence(letter.subject());
    relay.sentence(first);
    lines.forEach(relay::read);
    return relay.receiver(says).map(Identifier::new);
  }

  /** The first words: a heading has it there, a sentence further on. */
  private static String head(String line) {
    return Stream.of(line.strip().split("\\s+", HEADING_WORDS + 1))
        .limit(HEADING_WORDS)
        .collect(Collectors.joining(" "));
  }

  private Optional<String> receiver(boolean says) {
    List.of(receivers, own, slots).forEach(numbers -> numbers.removeAll(senders));
    if (!receivers.isEmpty()) {
      return says || sender ? only(receivers) : Optional.empty();
    }
    if (!slots.isEmpty()) {
      return says ? only(slots) : Optional.empty();
    }
    return says && sender ? only(own) : Optional.empty();
  }

  private static Optional<String> only(Set<String> numbers) {
    return numbers.size() == 1 ? numbers.stream().findFirst() : Optional.empty();
  }

  private void read(String line) {
    var labelled = LABELLED.matcher(line);
    if (labelled.matches()) {
      label(labelled.group(1), labelled.group(2).strip());
    }
    var unmarked = UNMARKED.matcher(line);
    if (unmarked.matches()) {
      label(unmarked.group(1), unmarked.group(2));
    }
    if (line.indexOf('"') >= 0) {
      JSON.matcher(line).results().forEach(pair -> label(pair.group(1), pair.group(2).strip()));
    }
  }

  private void sentence(String line) {
    var sentence = SENTENCE.matcher(line);
    if (sentence.matches() && !CONTACT.matcher(line).find()) {
      number(sentence.group(1)).ifPresent(receivers::add);
    }
  }

  private void label(String label, String value) {
    if (SmsWords.is(SmsWords.End.SENDER, label)) {
      sender = true;
      number(value).ifPresent(senders::add);
    } else if (SmsWords.is(SmsWords.End.RECEIVER, label)) {
      number(value).ifPresent(receivers::add);
    } else if (SmsWords.is(SmsWords.End.OWN, label)) {
      number(value).ifPresent((SLOT.matcher(label).find() ? slots : own)::add);
    }
  }

  private static Optional<String> number(String value) {
    var match = VALUE.matcher(value);
    if (!match.matches() || DATE.matcher(match.group(1)).matches()) {
      return Optional.empty();
    }
    var number = match.group(1).replaceAll("[^+0-9]", "");
    int digits = number.length() - (number.startsWith("+") ? 1 : 0);
    return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS
        ? Optional.of(number)
        : Optional.empty();
  }
}
