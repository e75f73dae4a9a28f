package dev.otpost.parsing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words that mail programs write around a mail forwarded by hand, in all languages at once:
 * people mix them, and so do programs (Gmail writes {@code Von:} beside {@code Subject:}).
 */
final class ForwardWords {

  /** What a line of a forward block says; in the order of the first columns of the table. */
  enum Field {
    FROM,
    TO,
    CC,
    DATE,
    SUBJECT
  }

  /**
   * A language a line: From | To | Cc | Date | Subject | what stands above a block | the same,
   * where replies have it too | what stands in front of a subject. Words of one column are
   * separated by a slash; columns may be empty.
   */
  private static final String TABLE =
      """
      From | To | Cc/Bcc | Date/Sent | Subject | Forwarded message/Begin forwarded message/Forwarded mail/Forwarded email | Original message/Original mail | Fwd/FW/Forward/Forwarded
      Von/Absender | An/Empfänger | Kopie | Datum/Gesendet/Gesendet am | Betreff | Weitergeleitete Nachricht/Anfang der weitergeleiteten Nachricht/Weitergeleitete E-Mail | Ursprüngliche Nachricht/Originalnachricht/Original-Nachricht | WG/Weitergeleitet/Wtr
      De/Expéditeur | À/A/Destinataire | Copie/Copie à | Date/Envoyé/Envoyé le | Objet/Sujet | Message transféré/Début du message transféré/Message réexpédié/Début du message réexpédié/Courriel transféré | Message d'origine/Message d’origine/Message original | TR/Tr/Transféré/Transf
      De/Remitente | Para | Copia | Fecha/Enviado/Enviado el | Asunto | Mensaje reenviado/Inicio del mensaje reenviado/Comienzo del mensaje reenviado | Mensaje original | RV/Reenviado/Reenv/RE-ENVIADO
      De/Remetente | Para | Cópia | Data/Enviada em/Enviado em/Enviado/Enviada | Assunto | Mensagem encaminhada/Mensagem reencaminhada/Início da mensagem encaminhada/Início da mensagem reencaminhada | Mensagem original | ENC/RES-ENC/Enc
      Da/Mittente | A/Destinatario | Copia conoscenza | Data/Inviato/Inviata | Oggetto | Messaggio inoltrato/Inizio messaggio inoltrato | Messaggio originale | I/INOLTRO/Inoltro
      Van/Afzender | Aan | Kopie | Datum/Verzonden/Verstuurd | Onderwerp | Doorgestuurd bericht/Begin doorgestuurd bericht | Oorspronkelijk bericht/Origineel bericht | Doorst
      Od/Nadawca | Do | DW/Kopia | Data/Wysłano/Wysłane | Temat | Przekazana wiadomość/Wiadomość przekazana dalej/Początek przekazywanej wiadomości/Treść przekazanej wiadomości/Przekazywana wiadomość | Oryginalna wiadomość/Wiadomość oryginalna/Wiadomość pierwotna | PD/Przekaż
      От/От кого/Отправитель | Кому | Копия | Дата/Отправлено/Отправлен/Дата отправки | Тема | Пересылаемое сообщение/Перенаправленное сообщение/Пересланное сообщение/Начало переадресованного сообщения/Переадресованное сообщение/Начало пересылаемого сообщения | Исходное сообщение/Оригинальное сообщение | Пер/Пересл
      Від/Від кого/Відправник | Кому | Копія | Дата/Надіслано/Відправлено | Тема | Переслане повідомлення/Переадресоване повідомлення/Пересланий лист/Початок листа, що пересилається/Початок переадресованого листа | Вихідне повідомлення/Оригінал повідомлення/Початкове повідомлення | Пер/Пересл
      Kimden/Gönderen | Kime/Alıcı | Bilgi | Tarih/Gönderildi/Gönderme tarihi/Gönderilme | Konu | Yönlendirilmiş ileti/Yönlendirilen ileti/İletilen ileti/Yönlendirilen mesaj/İletilmiş ileti/Forwarded message | Özgün ileti/Orijinal ileti/Orijinal mesaj/Asıl ileti | İLT/ILT/Yön
      差出人/送信者/送信元 | 宛先/受信者 | 写し | 日付/送信日時/日時/送信日 | 件名/題名 | 転送されたメッセージ/転送メッセージ/転送されたメール/転送メール | 元のメッセージ/元のメール | 転送/転
      发件人/寄件者/寄件人/发送人/發件人 | 收件人/收件者 | 抄送/副本 | 日期/发送时间/寄件日期/傳送日期/发送日期/时间/發送時間 | 主题/主旨/主題 | 转发的邮件/转发邮件/转发邮件信息/转发的消息/开始转发的邮件/已转发邮件/以下是被轉寄的郵件/轉寄郵件/已轉寄的郵件/轉寄的郵件/以下是轉寄的郵件/转发的信件 | 原始邮件/邮件原件/原始郵件/原始信件 | 转发/轉寄/转寄/轉發
      보낸 사람/보낸사람/발신/보낸이 | 받는 사람/받는사람/수신/받는이 | 참조 | 날짜/보낸 날짜/보낸날짜/일시 | 제목 | 전달된 메시지/전달된 메일/전달한 메시지/전달 메시지 | 원본 메시지/원본 메일/원본메시지 | 전달
      Från/Avsändare | Till | Kopia | Datum/Skickat/Skickades | Ämne | Vidarebefordrat meddelande/Vidarebefordrat brev/Vidarebefordrat mejl/Vidarebefordrat mail | Ursprungligt meddelande/Originalmeddelande | VB/Vb
      Fra/Afsender | Til | Kopi | Dato/Sendt | Emne | Videresendt besked/Videresendt meddelelse/Videresendt mail/Start på videresendt besked/Begyndelse på videresendt besked | Oprindelig meddelelse/Oprindelig besked/Original meddelelse | VS/Vs
      Fra/Avsender | Til | Kopi | Dato/Sendt | Emne | Videresendt melding/Videresendt e-post/Begynnelse på videresendt melding/Start på videresendt melding | Opprinnelig melding | VS/Vs
      Lähettäjä | Vastaanottaja | Kopio | Päivämäärä/Päiväys/Lähetetty/Pvm | Aihe/Otsikko | Välitetty viesti/Edelleenlähetetty viesti/Välitetty viesti alkaa/Lähetetty edelleen | Alkuperäinen viesti | VL/Vl
      Od/Odesílatel | Komu/Pro | Kopie | Datum/Odesláno | Předmět | Přeposlaná zpráva/Předaná zpráva/Začátek přeposílané zprávy/Začátek přeposlané zprávy | Původní zpráva/Původní e-mail | Přep/Předat
      Feladó/Küldő | Címzett | Másolat/Másolatot kap | Dátum/Elküldve/Küldve/Küldés dátuma | Tárgy | Továbbított üzenet/Továbbított levél/Továbbított levél kezdete/Továbbított üzenet kezdete | Eredeti üzenet | Továbbítás/Tov
      De la/Expeditor | Către/Catre | Copie | Data/Dată/Trimis/Trimisă | Subiect | Mesaj redirecționat/Mesaj redirecţionat/Mesaj înaintat/Mesaj transmis/Începutul mesajului redirecționat/Început mesaj redirecționat | Mesaj original/Mesajul original | Redirecționat/Redir
      Από/Αποστολέας | Προς | Κοιν/Κοινοποίηση | Ημερομηνία/Στάλθηκε/Απεστάλη | Θέμα | Προωθημένο μήνυμα/Προωθούμενο μήνυμα/Αρχή προωθημένου μηνύματος/Έναρξη προωθημένου μηνύματος | Αρχικό μήνυμα/Πρωτότυπο μήνυμα | ΠΡΘ/Προώθ
      מאת/שולח | אל/נמען | עותק/העתק | תאריך/נשלח/נשלח ב | נושא/הנדון | הודעה שהועברה/ההודעה שהועברה/תחילת ההודעה שהועברה/הודעה מועברת | הודעה מקורית/ההודעה המקורית | העבר/הועבר/FW
      من/المرسل | إلى/الى/المستلم | نسخة/نسخة إلى | التاريخ/تاريخ/تم الإرسال/تاريخ الإرسال/مرسل | الموضوع/موضوع | رسالة معاد توجيهها/رسالة مُعاد توجيهها/الرسالة المعاد توجيهها/بداية الرسالة المعاد توجيهها/بداية الرسالة المُعاد توجيهها/رسالة محولة | الرسالة الأصلية/رسالة أصلية | إعادة توجيه/توجيه/محول
      प्रेषक/से/भेजने वाला | प्रति/को/प्राप्तकर्ता | प्रतिलिपि | दिनांक/तारीख/तिथि/भेजा गया/भेजे जाने का समय | विषय | अग्रेषित संदेश/फ़ॉरवर्ड किया गया संदेश/फॉरवर्ड किया गया संदेश/अग्रेषित किया गया संदेश | मूल संदेश | अग्रे/अग्रेषित
      Dari/Pengirim | Kepada/Ke/Untuk | Tembusan | Tanggal/Dikirim/Terkirim | Subjek/Perihal/Judul | Pesan terusan/Pesan yang diteruskan/Mulai pesan terusan/Pesan yang diteruskan dimulai | Pesan asli | TRS/Trs/Terusan
      Từ/Người gửi | Đến/Tới/Người nhận | Đồng gửi | Ngày/Đã gửi/Gửi/Thời gian/Ngày gửi | Chủ đề/Tiêu đề | Thư đã chuyển tiếp/Thư chuyển tiếp/Bắt đầu thư được chuyển tiếp/Bắt đầu chuyển tiếp thư/Tin nhắn chuyển tiếp/Thư được chuyển tiếp | Thư gốc/Tin nhắn gốc | CT/Chuyển tiếp
      จาก/ผู้ส่ง | ถึง/ผู้รับ | สำเนา/สำเนาถึง | วันที่/ส่งเมื่อ/ส่ง | เรื่อง/หัวเรื่อง/หัวข้อ | ข้อความที่ส่งต่อ/เริ่มข้อความที่ส่งต่อ/ข้อความที่ถูกส่งต่อ/จดหมายที่ส่งต่อ | ข้อความต้นฉบับ/ข้อความเดิม | ส่งต่อ
      """;

  private static final Map<String, Field> FIELDS = new HashMap<>();
  private static final Set<String> MARKERS = new HashSet<>();
  private static final Set<String> QUOTE_MARKERS = new HashSet<>();
  private static final Set<String> SUBJECT_PREFIXES = new HashSet<>();

  static {
    for (var line : TABLE.lines().toList()) {
      var columns = List.of(line.split("\\|", -1)).iterator();
      for (var field : Field.values()) {
        words(columns.next()).forEach(word -> FIELDS.putIfAbsent(word, field));
      }
      MARKERS.addAll(words(columns.next()));
      QUOTE_MARKERS.addAll(words(columns.next()));
      SUBJECT_PREFIXES.addAll(words(columns.next()));
    }
  }

  private ForwardWords() {}

  /** The field that a label such as {@code Von} names, case aside; empty if it is no label. */
  static Optional<Field> field(String label) {
    return Optional.ofNullable(FIELDS.get(fold(label)));
  }

  /** Whether the words stand above forwarded mails and nothing else. */
  static boolean isMarker(String words) {
    return MARKERS.contains(fold(words));
  }

  /** Whether the words stand above mails that were forwarded or answered. */
  static boolean isQuoteMarker(String words) {
    return QUOTE_MARKERS.contains(fold(words));
  }

  /**
   * Whether the word, which stands before a colon in a subject, says that the mail was forwarded.
   */
  static boolean isSubjectPrefix(String word) {
    return SUBJECT_PREFIXES.contains(fold(word));
  }

  private static List<String> words(String column) {
    return List.of(column.split("/", -1)).stream()
        .map(ForwardWords::fold)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String fold(String text) {
    // The dotted capital I of Turkish becomes two characters in lower case; both ways of writing it
    // are to be the same.
    return text.strip().replace('İ', 'I').toLowerCase(Locale.ROOT);
  }
}
