package dev.otpost.parsing;

import java.text.Normalizer;
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
    SUBJECT,
    /** Reply-To and the like: nothing that is asked for here. */
    OTHER
  }

  /**
   * A language a line: From | To | Cc | Date | Subject | what stands above a block | the same,
   * where replies have it too | what stands in front of a subject. Words of one column are
   * separated by a slash; columns may be empty.
   */
  private static final String TABLE =
      """
      From/Sender | To/Recipient | Cc/Bcc | Date/Sent/Sent on/Sent at/Date sent/Received | Subject | Forwarded message/Begin forwarded message/Forwarded mail/Forwarded email | Original message/Original mail | Fwd/FW/Forward/Forwarded
      Von/Absender | An/Empfänger | Kopie | Datum/Gesendet/Gesendet am | Betreff | Weitergeleitete Nachricht/Anfang der weitergeleiteten Nachricht/Weitergeleitete E-Mail | Ursprüngliche Nachricht/Originalnachricht/Original-Nachricht | WG/Weitergeleitet/Wtr
      De/Expéditeur | À/A/Destinataire | Copie/Copie à | Date/Envoyé/Envoyé le | Objet/Sujet | Message transféré/Début du message transféré/Message réexpédié/Début du message réexpédié/Courriel transféré | Message d'origine/Message d’origine/Message original | TR/Tr/Transféré/Transf
      De/Remitente | Para | Copia | Fecha/Enviado/Enviado el | Asunto | Mensaje reenviado/Inicio del mensaje reenviado/Comienzo del mensaje reenviado | Mensaje original | RV/Reenviado/Reenv/RE-ENVIADO
      De/Remetente | Para | Cópia | Data/Enviada em/Enviado em/Enviado/Enviada | Assunto | Mensagem encaminhada/Mensagem reencaminhada/Início da mensagem encaminhada/Início da mensagem reencaminhada | Mensagem original | ENC/RES-ENC/Enc
      Da/Mittente | A/Destinatario | Copia conoscenza | Data/Inviato/Inviata | Oggetto | Messaggio inoltrato/Inizio messaggio inoltrato | Messaggio originale | I/INOLTRO/Inoltro
      Van/Afzender | Aan/Naar | Kopie | Datum/Verzonden/Verstuurd | Onderwerp | Doorgestuurd bericht/Begin doorgestuurd bericht | Oorspronkelijk bericht/Origineel bericht | Doorst
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
      Šalje/Pošiljatelj | Prima/Za/Primatelj/Kome | Kopija/Kopija za | Datum/Poslano/Datum slanja/Vrijeme | Predmet/Naslov | Proslijeđena poruka/Početak proslijeđene poruke | Izvorna poruka/Originalna poruka/Izvorna e-pošta | Proslijeđeno/Prosl/PR
      Pošiljalac/Od koga | Prima/Primalac/Kome | Kopija | Datum/Poslato | Naslov/Tema/Predmet | Prosleđena poruka/Početak prosleđene poruke | Originalna poruka | Prosleđeno
      Од/Шаље/Пошиљалац/Од кога | За/Прима/Прималац/Коме | Копија | Датум/Послато | Наслов/Тема/Предмет | Прослеђена порука/Почетак прослеђене поруке | Оригинална порука/Изворна порука | Прослеђено
      Од/Испраќач/Праќач | До/Примач/Кому | Копија | Датум/Испратено/Пратено | Предмет/Наслов/Тема | Препратена порака/Проследена порака | Оригинална порака/Изворна порака | Препратено
      От/Подател/Изпращач | До/Към/Получател | Копие/Як | Дата/Изпратено/Изпратен | Тема/Относно/Предмет | Препратено съобщение/Начало на препратено съобщение/Пренасочено съобщение | Оригинално съобщение/Първоначално съобщение | ПР/Препр/Препратено
      Nga/Dërguesi/Prej | Për/Te/Tek/Drejtuar/Marrësi | Kopje | Data/Dërguar/Dërguar më | Subjekti/Subjekt/Tema/Objekti/Lënda | Mesazh i përcjellë/Mesazhi i përcjellë | Mesazhi origjinal/Mesazh origjinal | Përcjellë/PËRC
      Od/Pošiljatelj/Pošilja | Za/Komu/Prejemnik | Kp/Kopija | Datum/Poslano/Poslano dne | Zadeva/Predmet | Posredovano sporočilo/Začetek posredovanega sporočila/Preposlano sporočilo | Izvirno sporočilo/Prvotno sporočilo | Posr/Posredovano
      Od/Odosielateľ | Komu/Pre/Príjemca | Kópia | Dátum/Odoslané | Predmet | Preposlaná správa/Začiatok preposlanej správy/Posunutá správa | Pôvodná správa | Prepos/Preposlané
      Ад/Ад каго/Адпраўнік | Каму/Да/Атрымальнік | Копія | Дата/Адпраўлена | Тэма | Перасланае паведамленне/Перасланы ліст | Зыходнае паведамленне/Арыгінальнае паведамленне | Перасл
      Saatja/Kellelt | Adressaat/Saaja/Kellele | Koopia | Kuupäev/Saadetud/Saatmisaeg | Teema | Edastatud kiri/Edastatud sõnum/Edasisaadetud kiri/Edasi saadetud sõnum | Algne kiri/Algne sõnum/Algsõnum/Originaalsõnum | Edasi/ED/Edastatud
      No/Sūtītājs/Nosūtītājs | Kam/Adresāts/Saņēmējs/Līdz | Kopija | Datums/Nosūtīts | Tēma/Temats | Pārsūtīts ziņojums/Pārsūtītā ziņa/Pārsūtīta ziņa/Pārsūtīta vēstule | Sākotnējais ziņojums/Sākotnējā ziņa/Oriģinālā ziņa | Pārsūt/PĀRS/Pārsūtīts
      Nuo/Siuntėjas | Kam/Skirta/Gavėjas/Iki | Kopija | Data/Išsiųsta/Siųsta | Tema | Persiųstas laiškas/Persiųsta žinutė/Persiunčiamas pranešimas/Persiųstas pranešimas | Pradinis laiškas/Pradinis pranešimas/Originalus laiškas | PERS/Persiųsta
      از/فرستنده | به/گیرنده | رونوشت | تاریخ/ارسال/ارسال شده/فرستاده شده | موضوع/عنوان | پیام هدایت‌شده/پیام بازارسال شده/پیام فوروارد شده | پیام اصلی | فوروارد/بازارسال/هدایت
      منجانب/از طرف/بھیجنے والا/سے | بنام/بطرف/وصول کنندہ/کو | نقل | تاریخ/بھیجا گیا/ارسال کردہ/بتاریخ | موضوع/عنوان | آگے بھیجا گیا پیغام/فارورڈ کردہ پیغام/فارورڈ کیا گیا پیغام | اصل پیغام | فارورڈ
      প্রেরক/থেকে/হতে | প্রতি/প্রাপক/কে | অনুলিপি | তারিখ/প্রেরিত/পাঠানো হয়েছে | বিষয় | ফরওয়ার্ড করা বার্তা/ফরওয়ার্ড করা মেসেজ/ফরোয়ার্ড করা বার্তা/ফরোয়ার্ড করা মেসেজ | মূল বার্তা/আসল বার্তা | ফরওয়ার্ড/ফরোয়ার্ড
      அனுப்புநர்/அனுப்பியவர்/இருந்து/இவரிடமிருந்து | பெறுநர்/இவருக்கு/க்கு | நகல் | தேதி/அனுப்பப்பட்டது/அனுப்பியது | பொருள்/தலைப்பு | முன்னனுப்பப்பட்ட செய்தி/முன்னனுப்பிய செய்தி/பகிரப்பட்ட செய்தி | அசல் செய்தி/மூலச் செய்தி | முன்னனுப்பு
      నుండి/నుంచి/పంపినవారు/ప్రేషకుడు | కు/వీరికి/గ్రహీత/స్వీకర్త | నకలు | తేదీ/పంపిన తేదీ/పంపబడింది | విషయం | ఫార్వార్డ్ చేసిన సందేశం/ఫార్వర్డ్ చేసిన సందేశం/ఫార్వర్డ్ చేయబడిన సందేశం | అసలు సందేశం | ఫార్వర్డ్/ఫార్వార్డ్
      प्रेषक/कडून/पाठवणारा | प्रति/ला | प्रत | दिनांक/तारीख/पाठवले/पाठविले | विषय | फॉरवर्ड केलेला संदेश/अग्रेषित केलेला संदेश | मूळ संदेश | अग्रेषित
      પ્રેષક/તરફથી/મોકલનાર | પ્રતિ/પ્રાપ્તકર્તા/ને | નકલ | તારીખ/મોકલેલ/મોકલ્યું | વિષય | ફોરવર્ડ કરેલો સંદેશ/ફોરવર્ડ કરેલ સંદેશ/ફૉરવર્ડ કરેલો સંદેશ | મૂળ સંદેશ | ફોરવર્ડ/ફૉરવર્ડ
      ಇಂದ/ಕಳುಹಿಸಿದವರು/ಪ್ರೇಷಕ/ರಿಂದ | ಗೆ/ಇವರಿಗೆ/ಸ್ವೀಕರಿಸುವವರು/ಸ್ವೀಕೃತಿದಾರ | ನಕಲು | ದಿನಾಂಕ/ಕಳುಹಿಸಲಾಗಿದೆ | ವಿಷಯ | ಫಾರ್ವರ್ಡ್ ಮಾಡಲಾದ ಸಂದೇಶ/ಫಾರ್ವರ್ಡ್ ಮಾಡಿದ ಸಂದೇಶ | ಮೂಲ ಸಂದೇಶ | ಫಾರ್ವರ್ಡ್
      അയച്ചത്/അയച്ചയാൾ/അയയ്ക്കുന്നയാൾ/പ്രേഷകൻ | സ്വീകർത്താവ്/ലേക്ക്/സ്വീകരിക്കുന്നയാൾ | പകർപ്പ് | തീയതി/തിയതി/അയച്ച തീയതി | വിഷയം | കൈമാറിയ സന്ദേശം/ഫോർവേഡ് ചെയ്ത സന്ദേശം | യഥാർത്ഥ സന്ദേശം | ഫോർവേഡ്
      ਵੱਲੋਂ/ਤੋਂ/ਭੇਜਣ ਵਾਲਾ | ਨੂੰ/ਪ੍ਰਤੀ/ਪ੍ਰਾਪਤਕਰਤਾ | ਨਕਲ | ਮਿਤੀ/ਤਾਰੀਖ/ਭੇਜਿਆ | ਵਿਸ਼ਾ | ਅੱਗੇ ਭੇਜਿਆ ਸੁਨੇਹਾ/ਅੱਗੇ ਭੇਜਿਆ ਗਿਆ ਸੁਨੇਹਾ/ਫਾਰਵਰਡ ਕੀਤਾ ਸੁਨੇਹਾ | ਮੂਲ ਸੁਨੇਹਾ | ਫਾਰਵਰਡ
      प्रेषक/बाट/पठाउने | प्रति/लाई/प्रापक | प्रतिलिपि | मिति/पठाइएको/पठाएको | विषय | फर्वार्ड गरिएको सन्देश/फरवार्ड गरिएको सन्देश/अग्रेषित सन्देश | मूल सन्देश | फर्वार्ड
      වෙතින්/යවන්නා/එවන්නා/ප්‍රේෂක | වෙත/ලබන්නා/ග්‍රාහක | පිටපත | දිනය/යැවූ දිනය | විෂයය/විෂය/මාතෘකාව | ඉදිරියට යැවූ පණිවිඩය/ඉදිරියට යැවූ පණිවුඩය | මුල් පණිවිඩය/මුල් පණිවුඩය | ඉදිරියට
      Daripada/Pengirim | Kepada/Penerima | Salinan/s.k | Tarikh/Dihantar | Subjek/Perkara/Tajuk | Mesej dimajukan/Mesej yang dimajukan/Mesej dikirim semula/Mula mesej dimajukan | Mesej asal | Dimajukan
      Mula kay/Mula sa/Galing kay/Galing sa/Nagpadala | Para kay/Para sa/Tatanggap | Kopya | Petsa/Ipinadala/Naipadala | Paksa | Ipinasang mensahe/Naipasang mensahe/Na-forward na mensahe | Orihinal na mensahe | Ipinasa
      გამომგზავნი/გამგზავნი/ვისგან/საიდან | მიმღები/ვის/ადრესატი/სად | ასლი | თარიღი/გაგზავნილია/გაიგზავნა | თემა/საგანი | გადაგზავნილი შეტყობინება/გადაგზავნილი წერილი/გადამისამართებული შეტყობინება | საწყისი შეტყობინება/ორიგინალი შეტყობინება | გადაგზ
      Ումից/Ուղարկող/Ուղարկողը | Ում/Ստացող/Ստացողը | Պատճեն | Ամսաթիվ/Ուղարկված է/Ուղարկվել է/Ուղարկված | Թեմա/Առարկա | Վերահասցեագրված հաղորդագրություն/Վերահասցեավորված նամակ/Փոխանցված հաղորդագրություն/Փոխանցված նամակ | Սկզբնական հաղորդագրություն/Բնօրինակ հաղորդագրություն | Փոխ
      Kimdən/Göndərən | Kimə | Surət/Kopiya | Tarix/Göndərilib/Göndərildi | Mövzu | Yönləndirilmiş mesaj/Yönləndirilən mesaj/Ötürülmüş mesaj/Yönləndirilmiş məktub | Orijinal mesaj/İlkin mesaj | Yönl
      Кімнен/Жіберуші/Жіберген | Кімге/Алушы/Қабылдаушы | Көшірме | Күні/Жіберілген күні/Жіберілді | Тақырып/Тақырыбы | Қайта жіберілген хабар/Қайта жіберілген хат/Бағытталған хабар/Қайта жолданған хат | Бастапқы хабар/Түпнұсқа хабар | Қайта
      Kimdan/Yuboruvchi/Joʻnatuvchi | Kimga/Qabul qiluvchi/Oluvchi | Nusxa | Sana/Yuborildi/Yuborilgan | Mavzu | Uzatilgan xabar/Yoʻnaltirilgan xabar/Yo'naltirilgan xabar/Qayta yuborilgan xabar | Asl xabar/Asliy xabar | Uzat
      Хэнээс/Илгээгч | Хэнд/Хүлээн авагч | Хуулбар | Огноо/Илгээсэн/Илгээсэн огноо | Гарчиг/Сэдэв | Дамжуулсан зурвас/Дамжуулсан захидал/Дамжуулсан мессеж | Эх зурвас/Эх захидал | Дамж
      ពី/អ្នកផ្ញើ | ទៅ/ជូនចំពោះ/អ្នកទទួល/ដល់ | ចម្លង | កាលបរិច្ឆេទ/ថ្ងៃ/បានផ្ញើ | ប្រធានបទ/កម្មវត្ថុ | សារដែលបានបញ្ជូនបន្ត/សារបញ្ជូនបន្ត | សារដើម | បញ្ជូនបន្ត
      ຈາກ/ຜູ້ສົ່ງ | ເຖິງ/ຫາ/ຜູ້ຮັບ | ສຳເນົາ | ວັນທີ/ສົ່ງ | ຫົວຂໍ້/ເລື່ອງ | ຂໍ້ຄວາມທີ່ສົ່ງຕໍ່/ຂໍ້ຄວາມສົ່ງຕໍ່ | ຂໍ້ຄວາມຕົ້ນສະບັບ | ສົ່ງຕໍ່
      မှ/ပို့သူ/ပေးပို့သူ | သို့/ထံသို့/လက်ခံသူ | မိတ္တူ | ရက်စွဲ/နေ့စွဲ/ပို့သည့်ရက်စွဲ | အကြောင်းအရာ/ခေါင်းစဉ် | ထပ်ဆင့်ပို့သော စာ/ထပ်ဆင့်ပို့ထားသော စာ/ထပ်ဆင့်ပို့သော မက်ဆေ့ချ် | မူရင်းစာ/မူရင်း မက်ဆေ့ချ် | ထပ်ဆင့်
      Kutoka/Kutoka kwa/Mtumaji | Kwa/Kwenda/Mpokeaji | Nakala | Tarehe/Imetumwa/Ilitumwa | Mada/Kichwa/Somo | Ujumbe uliosambazwa/Ujumbe uliotumwa mbele/Ujumbe uliopelekwa mbele | Ujumbe asili/Ujumbe halisi | Sambaza
      ከ/ላኪ | ለ/ተቀባይ | ቅጂ | ቀን/የተላከው/የተላከበት ቀን | ርዕሰ ጉዳይ/ርዕስ/ጉዳዩ | የተላለፈ መልዕክት/የተላለፈ መልእክት | ዋናው መልዕክት/የመጀመሪያው መልእክት | አስተላልፍ
      Van/Afsender | Aan/Ontvanger | Afskrif | Datum/Gestuur/Gestuur op | Onderwerp | Aangestuurde boodskap/Deurgestuurde boodskap/Aangestuurde e-pos | Oorspronklike boodskap | AS
      De/Remitent | Per a/Per/Destinatari/Destinatària | Còpia | Data/Enviat/Enviat el | Assumpte/Tema | Missatge reenviat/Inici del missatge reenviat/Comença el missatge reenviat | Missatge original | Reenviat
      De/Remitente | Para/A | Copia | Data/Enviado/Enviado o | Asunto | Mensaxe reenviada/Comezo da mensaxe reenviada | Mensaxe orixinal | Reenviada
      Nork/Igorlea/Bidaltzailea | Nori/Hartzailea/Norentzat | Kopia | Data/Bidalia/Bidaltze-data | Gaia | Birbidalitako mezua/Berbidalitako mezua | Jatorrizko mezua | Birbidali
      Ó/Seoltóir | Chuig/Faighteoir | Cóip | Dáta/Seolta | Ábhar | Teachtaireacht curtha ar aghaidh/Teachtaireacht ar aghaidh | Bunteachtaireacht/An teachtaireacht bhunaidh | Ar aghaidh
      Oddi wrth/Gan/Anfonwr | At/Derbynnydd | Copi | Dyddiad/Anfonwyd | Pwnc/Testun | Neges a anfonwyd ymlaen/Neges wedi'i hanfon ymlaen | Neges wreiddiol | Ymlaen
      Frá/Sendandi | Til/Viðtakandi | Afrit | Dagsetning/Dags/Sent | Efni | Áframsent skeyti/Áframsend skilaboð/Framsent skeyti/Framsend skilaboð | Upphaflegt skeyti/Upprunaleg skilaboð | Áframsent
      Minn/Mingħand/Mittent | Lil/Għal/Riċevitur | Kopja | Data/Mibgħut/Intbagħat | Suġġett | Messaġġ mgħoddi/Messaġġ mibgħut 'il quddiem | Messaġġ oriġinali | Mgħoddi
      """;

  /** What stands in front of the subject of an answer. */
  private static final String ANSWERS =
      "Re/AW/Antw/Antwort/SV/Sv/RES/Resp/RIF/R/Odp/Отв/Ответ/Відп/Ynt/YNT/Cvp/Yan/Vá/Válasz/"
          + "ΑΠ/Απ/ΣΧΕΤ/הושב/תגובה/رد/الرد/پاسخ/जवाब/BLS/Bls/Balas/TL/Trả lời/ตอบ/ตอบกลับ/返信/"
          + "回复/回覆/答复/答覆/回信/회신/답장/Vast/Atb/Ats/Atsakymas/Odg/Oдг/Одг/Отг/Përgj/Beantw/Svar";

  /** Fields that some programs write as well, and that name neither the author nor a recipient. */
  private static final String OTHERS =
      "Reply-To/Reply to/Antwort an/Antworten an/Répondre à/Responder a/Rispondi a/Antwoord aan/"
          + "Odpowiedz do/Ответить/Обратный адрес/Yanıt adresi/返信先/回复到/答复至/回覆至/회신 주소/"
          + "Sender address/On behalf of/Organization/Importance/Priority/Attachments/Wichtigkeit/"
          + "Priorität/Anlagen/Mailing list/Resent-From/List-Id/User-Agent/Message-ID";

  /** In a decorated line above a block these parts of words say that it was forwarded. */
  private static final List<String> STEMS =
      words(
          "forward/weitergeleit/transf/réexp/reenv/reenc/encaminh/inoltr/doorgest/aangest/"
              + "przekaz/пересыл/пересл/перенаправ/переадрес/iletil/yönlend/転送/转发/轉寄/轉發/转寄/"
              + "전달/vidarebef/videres/välite/edelleen/přepos/předan/prepos/továbbít/redirec/înaint/προωθ/שהועבר/מועבר/توجيه/محول/अग्रेष/फ़ॉरवर्ड/फॉरवर्ड/terusan/diterusk/chuyển"
              + " tiếp/"
              + "ส่งต่อ/proslij/prosleđ/прослеђ/проследен/препрат/пренасоч/posredovan/përcjell/"
              + "edasta/edasis/pārsūt/persių/persiun/هدایت/بازارسال/فوروارد/فارورڈ/ফরওয়ার্ড/ফরোয়ার্ড/"
              + "முன்னனுப்ப/ఫార్వ/ફોરવ/ಫಾರ್ವ/ഫോർവേ/കൈമാറ/dimajukan/ipinasa/naipasa/გადაგზ/"
              + "վերահաս/փոխանց/yönlən/қайта/uzatilgan/дамжуул/បញ្ជូនបន្ត/ສົ່ງຕໍ່/ထပ်ဆင့်/ඉදිරිය/sambaz/የተላለፈ/birbidal/ar"
              + " aghaidh/ymlaen/áframs/framsen/mgħoddi");

  private static final Set<String> ANSWER_PREFIXES = Set.copyOf(words(ANSWERS));

  private static final List<Field> COLUMNS =
      List.of(Field.FROM, Field.TO, Field.CC, Field.DATE, Field.SUBJECT);

  private static final Map<String, Field> FIELDS = new HashMap<>();
  private static final Set<String> MARKERS = new HashSet<>();
  private static final Set<String> QUOTE_MARKERS = new HashSet<>();
  private static final Set<String> SUBJECT_PREFIXES = new HashSet<>();

  static {
    for (var line : TABLE.lines().toList()) {
      var columns = List.of(line.split("\\|", -1)).iterator();
      for (var field : COLUMNS) {
        words(columns.next()).forEach(word -> FIELDS.putIfAbsent(word, field));
      }
      MARKERS.addAll(words(columns.next()));
      QUOTE_MARKERS.addAll(words(columns.next()));
      SUBJECT_PREFIXES.addAll(words(columns.next()));
    }
    words(OTHERS).forEach(word -> FIELDS.putIfAbsent(word, Field.OTHER));
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

  /** Whether the words hold one that speaks of forwarding, and so may stand above such mails. */
  static boolean speakOfForwarding(String words) {
    var folded = fold(words);
    return STEMS.stream().anyMatch(folded::contains);
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

  /** Whether the word, which stands before a colon in a subject, says that this is an answer. */
  static boolean isAnswerPrefix(String word) {
    return ANSWER_PREFIXES.contains(fold(word));
  }

  /** Where the first colon stands, within so many characters; -1 if there is none. */
  static int colon(String line, int within) {
    int limit = Math.min(line.length(), within + 1);
    for (int i = 0; i < limit; i++) {
      if (isColon(line.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** A colon, those of East Asian, Armenian and Ethiopic writing included. */
  static boolean isColon(char c) {
    return c == ':' || (c > 0x7f && "：﹕︓∶՝፡፥".indexOf(c) >= 0);
  }

  private static List<String> words(String column) {
    return List.of(column.split("/", -1)).stream()
        .map(ForwardWords::fold)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The same for whatever is the same to a reader: case, invisible marks, ways to compose. */
  static String fold(String text) {
    // The dotted capital I of Turkish becomes two characters in lower case; both ways of writing it
    // are to be the same.
    var plain = Characters.oneLine(text).replace('İ', 'I').toLowerCase(Locale.ROOT);
    return isComposed(plain) ? plain : Normalizer.normalize(plain, Normalizer.Form.NFC);
  }

  /** Whether it is plain that it is: below U+0300 there are no accents to compose. */
  private static boolean isComposed(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) < 0x300) {
      i++;
    }
    return i == text.length();
  }
}
