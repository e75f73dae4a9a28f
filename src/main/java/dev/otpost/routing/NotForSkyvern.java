package dev.otpost.routing;

import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import dev.otpost.message.Envelope;
import dev.otpost.message.Headers;
import dev.otpost.message.Letter;
import dev.otpost.message.Otp;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Mail that no site wrote in order to let somebody in: bounces, receipts, automatic answers.
 *
 * <p>Codes themselves come from machines, often with {@code Auto-Submitted: auto-generated}, from
 * addresses that take no answer, and some with a null sender. None of these alone says anything
 * here: a code that is not posted costs more than a bounce that is.
 */
final class NotForSkyvern {

  /** RFC 6522 3: what the report is. */
  private static final Pattern REPORT_TYPE =
      Pattern.compile("report-type\\s*+=\\s*+\"?+\\s*+([a-z-]++)");

  /** RFC 3464 and RFC 8098. */
  private static final Set<String> REPORTS = Set.of("delivery-status", "disposition-notification");

  /** Who writes bounces, if anybody does (RFC 5321 4.5.1, and custom). */
  private static final Set<String> DAEMONS = Set.of("mailer-daemon", "postmaster");

  /** What vacation programs that know no RFC 3834 say; a value of "no" takes it back. */
  private static final Set<String> REPLY_MARKS =
      Set.of("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply");

  /** What Exchange and others put in front of the subject, in the language of the mailbox. */
  private static final Set<String> REPLY_PREFIXES =
      Set.of(
          "automatic reply",
          "out of office",
          "out of office reply",
          "automatische antwort",
          "abwesenheitsnotiz",
          "abwesend",
          "réponse automatique",
          "absence du bureau",
          "respuesta automática",
          "fuera de la oficina",
          "risposta automatica",
          "fuori sede",
          "resposta automática",
          "fora do escritório",
          "automatisch antwoord",
          "afwezig",
          "autosvar",
          "automatiskt svar",
          "automatisk svar",
          "automaattinen vastaus",
          "odpowiedź automatyczna",
          "automatyczna odpowiedź",
          "automatická odpověď",
          "automatická odpoveď",
          "automatikus válasz",
          "răspuns automat",
          "автоматический ответ",
          "автоответ",
          "автоматична відповідь",
          "автоматичен отговор",
          "αυτόματη απάντηση",
          "otomatik yanıt",
          "תשובה אוטומטית",
          "رد تلقائي",
          "الرد التلقائي",
          "自動応答",
          "自動返信",
          "自动答复",
          "自动回复",
          "自動回覆",
          "자동 회신",
          "자동 응답",
          "ตอบกลับอัตโนมัติ",
          "trả lời tự động",
          "balasan otomatis",
          "automatski odgovor",
          "samodejni odgovor");

  private NotForSkyvern() {}

  /** Why it is nothing for Skyvern, in words; empty if it may well be. */
  static Optional<String> because(Envelope envelope, Letter letter) {
    return ownAlert(letter)
        .or(() -> report(envelope, letter))
        .or(() -> automaticReply(envelope, letter));
  }

  /**
   * Forwarded to the gateway by whoever forwards all his mail. It tells of mails, not of a code.
   */
  private static Optional<String> ownAlert(Letter letter) {
    return letter
        .headers()
        .first(Concern.MAIL_HEADER)
        .map(_ -> "an alert of otpost's own: " + Concern.MAIL_HEADER);
  }

  private static Optional<String> report(Envelope envelope, Letter letter) {
    var headers = letter.headers();
    boolean nullSender = envelope.mailFrom().isEmpty();
    var daemon =
        letter.from().map(Address::local).map(NotForSkyvern::lower).filter(DAEMONS::contains);
    if (isReport(headers)) {
      var type = reportType(headers);
      if (type.filter(REPORTS::contains).isPresent()) {
        return Optional.of("a bounce or receipt: multipart/report, " + type.get());
      }
      if (nullSender || daemon.isPresent()) {
        return Optional.of("a bounce: multipart/report from " + daemon.orElse("the null sender"));
      }
    }
    // What old mail servers bounce with. Anybody may be called postmaster, and send codes.
    if (nullSender
        && (daemon.filter("mailer-daemon"::equals).isPresent()
            || headers.first("X-Failed-Recipients").isPresent())) {
      return Optional.of("a bounce: from the null sender, as mailer-daemon");
    }
    return Optional.empty();
  }

  private static Optional<String> automaticReply(Envelope envelope, Letter letter) {
    var headers = letter.headers();
    var submitted = headers.first("Auto-Submitted").map(NotForSkyvern::keyword).orElse("no");
    if (submitted.equals("auto-replied")) {
      return Optional.of("an automatic reply: Auto-Submitted: auto-replied");
    }
    for (var mark : REPLY_MARKS) {
      if (headers.first(mark).filter(value -> !keyword(value).equals("no")).isPresent()) {
        return Optional.of("an automatic reply: " + mark);
      }
    }
    if (headers
        .first("Precedence")
        .filter(value -> keyword(value).matches("auto[_-]reply"))
        .isPresent()) {
      return Optional.of("an automatic reply: Precedence: auto_reply");
    }
    if (isAnswer(envelope, headers) && saysReply(letter.subject())) {
      return Optional.of("an automatic reply: its subject says so");
    }
    // Exchange calls its out-of-office replies auto-generated, as sites call their codes. All of
    // this together, and no code or link in it, is a reply.
    if (submitted.equals("auto-generated")
        && envelope.mailFrom().isEmpty()
        && headers.first("In-Reply-To").isPresent()
        && headers.first("X-Auto-Response-Suppress").isPresent()
        && letter.otp() instanceof Otp.None) {
      return Optional.of("an automatic reply: auto-generated, to a mail that it names");
    }
    return Optional.empty();
  }

  /** Whether anything but the subject says that it answers a mail. */
  private static boolean isAnswer(Envelope envelope, Headers headers) {
    return envelope.mailFrom().isEmpty()
        || headers.first("In-Reply-To").isPresent()
        || headers.first("X-Auto-Response-Suppress").isPresent();
  }

  private static boolean saysReply(String subject) {
    var prefix = lower(subject).split("[:：]", 2);
    return prefix.length == 2 && REPLY_PREFIXES.contains(prefix[0].strip());
  }

  private static boolean isReport(Headers headers) {
    return headers
        .first("Content-Type")
        .filter(type -> keyword(type).equals("multipart/report"))
        .isPresent();
  }

  private static Optional<String> reportType(Headers headers) {
    return headers
        .first("Content-Type")
        .map(type -> REPORT_TYPE.matcher(lower(type)))
        .filter(found -> found.find())
        .map(found -> found.group(1));
  }

  /** Of {@code auto-replied (vacation); owner="x"} the first word, in lower case. */
  private static String keyword(String value) {
    return lower(value).strip().split("[\\s;(]", 2)[0];
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
