package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardBlockTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Fwd: Your code | ---------- Forwarded message --------- | From | Date | Subject | To",
        "WG: Ihr Code | -----Ursprüngliche Nachricht----- | Von | Gesendet | Betreff | An",
        "TR : Votre code | -----Message d’origine----- | De | Envoyé | Objet | À",
        "RV: Su código | -----Mensaje original----- | De | Enviado el | Asunto | Para",
        "ENC: Seu código | ________________________________ | De | Enviada em | Assunto | Para",
        "I: Il codice | -----Messaggio originale----- | Da | Inviato | Oggetto | A",
        "Fwd: Uw code | Begin doorgestuurd bericht: | Van | Datum | Onderwerp | Aan",
        "PD: Kod | -------- Przekazana wiadomość -------- | Od | Data | Temat | Do",
        "Fwd: Код | -------- Пересылаемое сообщение -------- | От кого | Дата | Тема | Кому",
        "Fwd: Код | ---------- Переслане повідомлення --------- | Від | Дата | Тема | Кому",
        "İLT: Kod | -----Özgün İleti----- | Kimden | Gönderildi | Konu | Kime",
        "転送: コード | -----元のメッセージ----- | 差出人 | 送信日時 | 件名 | 宛先",
        "转发：验证码 | -----邮件原件----- | 发件人 | 发送时间 | 主题 | 收件人",
        "轉寄: 驗證碼 | 以下是被轉寄的郵件： | 寄件人 | 日期 | 主旨 | 收件人",
        "전달: 인증번호 | -----원본 메시지----- | 보낸 사람 | 보낸 날짜 | 제목 | 받는 사람",
        "VB: Kod | -----Ursprungligt meddelande----- | Från | Skickat | Ämne | Till",
        "VS: Kode | -----Oprindelig meddelelse----- | Fra | Sendt | Emne | Til",
        "VS: Kode | -----Opprinnelig melding----- | Fra | Sendt | Emne | Til",
        "VL: Koodi | -----Alkuperäinen viesti----- | Lähettäjä | Lähetetty | Aihe | Vastaanottaja",
        "Fwd: Kód | ---------- Přeposlaná zpráva --------- | Od | Datum | Předmět | Komu",
        "Továbbítás: Kód | -------- Továbbított üzenet -------- | Feladó | Dátum | Tárgy | Címzett",
        "Fwd: Cod | ---------- Mesaj redirecționat --------- | De la | Data | Subiect | Către",
        "ΠΡΘ: Κωδικός | ---------- Προωθημένο μήνυμα --------- | Από | Ημερομηνία | Θέμα | Προς",
        "העבר: קוד | ---------- הודעה שהועברה --------- | מאת | תאריך | נושא | אל",
        "إعادة توجيه: رمز | ---------- رسالة معاد توجيهها --------- | من | التاريخ | الموضوع | إلى",
        "Fwd: कोड | ---------- अग्रेषित संदेश --------- | प्रेषक | दिनांक | विषय | प्रति",
        "TRS: Kode | ---------- Pesan terusan --------- | Dari | Tanggal | Subjek | Kepada",
        "Chuyển tiếp: Mã | ---------- Thư đã chuyển tiếp --------- | Từ | Ngày | Chủ đề | Đến",
        "Fwd: Kod | Početak proslijeđene poruke: | Šalje | Datum | Predmet | Prima",
        "Fwd: Kod | ---------- Prosleđena poruka --------- | Od | Datum | Naslov | Za",
        "Прослеђено: Код | ---------- Прослеђена порука --------- | Шаље | Датум | Наслов | Прима",
        "Fwd: Kod | ---------- Proslijeđena poruka --------- | Od | Poslano | Predmet | Za",
        "Fwd: Код | ---------- Препратена порака --------- | Од | Датум | Предмет | До",
        "Fwd: Код | ---------- Препратено съобщение --------- | От | Дата | Относно | До",
        "Fwd: Kodi | ---------- Mesazh i përcjellë --------- | Nga | Data | Subjekti | Për",
        "Fwd: Koda | ---------- Posredovano sporočilo --------- | Od | Datum | Zadeva | Za",
        "Fwd: Kód | ---------- Preposlaná správa --------- | Od | Dátum | Predmet | Komu",
        "Fwd: Код | ---------- Перасланае паведамленне --------- | Ад | Дата | Тэма | Каму",
        "Edasi: Kood | ________________________________ | Saatja | Saadetud | Teema | Adressaat",
        "Fwd: Kods | ---------- Pārsūtīts ziņojums --------- | No | Datums | Tēma | Kam",
        "Fwd: Kodas | ---------- Persiųstas laiškas --------- | Nuo | Data | Tema | Kam",
        "Fwd: کد | ---------- پیام هدایت‌شده --------- | از | تاریخ | موضوع | به",
        "Fwd: کوڈ | ---------- فارورڈ کردہ پیغام --------- | منجانب | تاریخ | موضوع | بنام",
        "Fwd: কোড | ---------- ফরওয়ার্ড করা মেসেজ --------- | প্রেরক | তারিখ | বিষয় | প্রাপক",
        "Fwd: குறி | ------ முன்னனுப்பப்பட்ட செய்தி ------ | அனுப்புநர் | தேதி | பொருள் | பெறுநர்",
        "Fwd: కోడ్ | ------ ఫార్వార్డ్ చేసిన సందేశం ------ | నుండి | తేదీ | విషయం | కు",
        "Fwd: कोड | ---------- फॉरवर्ड केलेला संदेश --------- | कडून | तारीख | विषय | प्रति",
        "Fwd: કોડ | ---------- ફોરવર્ડ કરેલો સંદેશ --------- | તરફથી | તારીખ | વિષય | પ્રતિ",
        "Fwd: ಕೋಡ್ | ------ ಫಾರ್ವರ್ಡ್ ಮಾಡಲಾದ ಸಂದೇಶ ------ | ಇಂದ | ದಿನಾಂಕ | ವಿಷಯ | ಗೆ",
        "Fwd: കോഡ് | ------ കൈമാറിയ സന്ദേശം ------ | അയച്ചത് | തീയതി | വിഷയം | സ്വീകർത്താവ്",
        "Fwd: ਕੋਡ | ---------- ਅੱਗੇ ਭੇਜਿਆ ਸੁਨੇਹਾ --------- | ਵੱਲੋਂ | ਮਿਤੀ | ਵਿਸ਼ਾ | ਨੂੰ",
        "Fwd: कोड | ------ फर्वार्ड गरिएको सन्देश ------ | बाट | मिति | विषय | लाई",
        "Fwd: කේතය | ------ ඉදිරියට යැවූ පණිවිඩය ------ | වෙතින් | දිනය | විෂයය | වෙත",
        "Fwd: Kod | ---------- Mesej dimajukan --------- | Daripada | Tarikh | Subjek | Kepada",
        "Fwd: Code | ---------- Ipinasang mensahe --------- | Mula kay | Petsa | Paksa | Para kay",
        "Fwd: კოდი | ------ გადაგზავნილი შეტყობინება ------ | ვისგან | თარიღი | თემა | ვის",
        "Fwd: Կոդ | ------ Փոխանցված հաղորդագրություն ------ | Ումից | Ամսաթիվ | Թեմա | Ում",
        "Fwd: Kod | ---------- Yönləndirilmiş mesaj --------- | Kimdən | Tarix | Mövzu | Kimə",
        "Fwd: Код | ---------- Қайта жіберілген хабар --------- | Кімнен | Күні | Тақырып | Кімге",
        "Fwd: Kod | ---------- Uzatilgan xabar --------- | Kimdan | Sana | Mavzu | Kimga",
        "Fwd: Код | ---------- Дамжуулсан зурвас --------- | Хэнээс | Огноо | Гарчиг | Хэнд",
        "Fwd: កូដ | ---------- សារបញ្ជូនបន្ត --------- | ពី | កាលបរិច្ឆេទ | ប្រធានបទ | ទៅ",
        "Fwd: ລະຫັດ | ---------- ຂໍ້ຄວາມທີ່ສົ່ງຕໍ່ --------- | ຈາກ | ວັນທີ | ຫົວຂໍ້ | ເຖິງ",
        "Fwd: ကုဒ် | ---------- ထပ်ဆင့်ပို့သော စာ --------- | မှ | ရက်စွဲ | အကြောင်းအရာ | သို့",
        "Fwd: Msimbo | ---------- Ujumbe uliosambazwa --------- | Kutoka | Tarehe | Mada | Kwa",
        "Fwd: ኮድ | ---------- የተላለፈ መልዕክት --------- | ከ | ቀን | ርዕሰ ጉዳይ | ለ",
        "Fwd: Kode | ---------- Aangestuurde boodskap --------- | Van | Datum | Onderwerp | Aan",
        "Fwd: Codi | ---------- Missatge reenviat --------- | De | Data | Assumpte | Per a",
        "Fwd: Código | ---------- Mensaxe reenviada --------- | De | Data | Asunto | Para",
        "Fwd: Kodea | ---------- Birbidalitako mezua --------- | Nork | Data | Gaia | Nori",
        "Fwd: Cód | ---------- Teachtaireacht ar aghaidh --------- | Ó | Dáta | Ábhar | Chuig",
        "Fwd: Cod | ---------- Neges a anfonwyd ymlaen --------- | Oddi wrth | Dyddiad | Pwnc | At",
        "Fwd: Kóði | ---------- Áframsent skeyti --------- | Frá | Dagsetning | Efni | Til",
        "Fwd: Kodiċi | ---------- Messaġġ mgħoddi --------- | Minn | Data | Suġġett | Lil",
        "ส่งต่อ: รหัส | ---------- ข้อความที่ส่งต่อ --------- | จาก | วันที่ | เรื่อง | ถึง",
      })
  void readsTheBlocksOfAllLanguages(
      String subject, String marker, String from, String date, String title, String to) {
    var text =
        """
        fyi

        %s
        %s: Acme <codes@acme.example>
        %s: Tue, 3 Nov 2026 10:00:03 +0000
        %s: 4711
        %s: John <john@example.com>

        To: nobody@acme.example is no block
        """
            .formatted(marker, from, date, title, to);
    var block = ForwardBlock.find(subject, text).orElseThrow();
    assertEquals("codes@acme.example", block.from().map(Address::value).orElse(""));
    assertEquals("john@example.com", block.to().getFirst().value());
    assertEquals("2026-11-03T10:00:03Z", block.date().orElseThrow().toString());
    assertTrue(
        ForwardSubject.of("Re: [extern] " + subject).saysForwarded() || subject.startsWith("Fwd"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: a@b.c\\nTo: x@y.z\\nSubject: s | x@y.z",
        "*From:* a <a@b.c>\\n*Sent:* today\\n*To:* x <x@y.z>\\n*Subject:* s | x@y.z",
        "> From: a@b.c\\n> To: x@y.z\\n>\\n> code | x@y.z",
        "From: a@b.c\\nTo: x <x@y.z>,\\n u <u@v.w>\\nSubject: s | x@y.z u@v.w",
        "From: a@b.c\\nTo: x <x@y.z>, Billing at U\\n<u@v.w>, v <v@v.w>,\\n<w@v.w>\\nSubject: s"
            + " | x@y.z u@v.w v@v.w w@v.w",
        "From: a@b.c\\nTo: x <x@y.z>; Elena U\\n<u@v.w>\\nSubject: s | x@y.z u@v.w",
        "From: a@b.c\\nTo: A very long name that was\\n wrapped <x@y.z>\\nSubject: s | x@y.z",
        "From: a@b.c\\nDate: today\\nTo: x@y.z\\nYour code, ask help@b.c | x@y.z",
        "From: a@b.c\\n\\nDate: today\\n\\nTo: x@y.z\\n\\nSubject: s | x@y.z",
        "From: A [mailto:a@b.c]\\nTo: x@y.z<mailto:x@y.z>\\nSubject: s | x@y.z",
        "From: A <a@b.c<mailto:a@b.c>>\\nTo: 'x' <x@y.z<mailto:x@y.z>>\\nSubject: s | x@y.z",
        "From: a@b.c Sent: today 10:15 To: x <x@y.z> Subject: s: To: n@o.p | x@y.z",
        "From \"A\" <a@b.c>\\nTo \"x\" <x@y.z>\\nDate 22/11/2026 08:51\\nSubject s | x@y.z",
        "\u200FFrom : a@b.c\\n\u200FTo ： \u200Ex@y.z | x@y.z",
        "*From*: a@b.c\\n*To*: x@y.z | x@y.z",
        "From: a@b.c\\nSubject: a long one that\\nwas wrapped\\nTo: x@y.z | x@y.z",
        "3.11.2026, 11:31, \"A\" <a@b.c>:\\n\\nTo: n@o.p | ''",
        "From: a@b.c\\nTo: John Doe\\nSubject: s | ''",
        "From: a@b.c\\nSubject: s\\nDate: d | ''",
      })
  void readsTheLinesOfABlock(String lines, String to) {
    var text = "Begin forwarded message:\n\n" + lines.replace("\\n", "\n");
    var block = ForwardBlock.find("", text).orElseThrow();
    assertEquals(to, String.join(" ", block.to().stream().map(Address::value).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "----- Forwarded Message ----- From: A <a@b.c>To: \"x@y.z\" <x@y.z>Sent: Friday, 20"
            + " November 2026 at 14:32:08 UTC+2Subject: s",
        "----- Edelleenlähetetty viesti ----- Lähettäjä: A <a@b.c>Vastaanottaja: \"x@y.z\""
            + " <x@y.z>Lähetetty: perjantaina 20. marraskuuta 2026 klo 14.32.08 UTC+2Aihe: s",
        "----- Weitergeleitete Nachricht ----- Von: A <a@b.c>An: x <x@y.z>Gesendet: Freitag um"
            + " 14:32:08 MEZBetreff: s",
      })
  void readsABlockThatYahooWroteIntoOneLine(String line) {
    var block = ForwardBlock.find("Fw: s", "\n   " + line + "\n\nYour code is 2914.").orElseThrow();
    assertEquals("a@b.c", block.from().map(Address::value).orElse(""));
    assertEquals(List.of(new Address("x@y.z")), block.to());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Re: Fwd? no | -----Original Message-----",
        "Your code | ________________________________",
        "Your code | New sign-in",
        "Re: your code | fyi:",
        "Re: s | -----Original Message-----",
        "AW: s | ________________________________",
        "Odp: s | -------- Nkwadebe gbanwere --------",
        "Acme s | ________________________________",
      })
  void takesNoAnswerForAForward(String subject, String above) {
    var text = above + "\nFrom: a@b.c\nSent: today\nTo: x@y.z\nSubject: s\n";
    assertTrue(ForwardBlock.find(subject, text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // No word of it is known but one or two labels.
        "Zzz: s | -------- Nkwadebe gbanwere -------- | Xa | Date | Subject | Xu",
        "Zzz: s | ________________________________ | Xa | Date | Xs | Xu",
        "Zzz: s | hello | Xa | Xd | Xs | Xu",
        "Zzz: s | hello | From | Date | Subject | To",
        "s | hello | From | Date | Subject | To",
        "Fwd: s | -----Xxxxx----- | Xa | Date | Subject | Xu",
        "x | -------- Nkwadebe gbanwere -------- | From | Date | Subject | Xu",
      })
  void readsABlockByItsShapeInLanguagesItDoesNotKnow(
      String subject, String above, String from, String date, String title, String to) {
    var text =
        "%s\n%s: A <a@b.c>\n%s: 3/11/2026 10:15\n%s: s\nXreply: r@b.c\n%s: x@y.z\n\nCode: 4711"
            .formatted(above, from, date, title, to);
    var block = ForwardBlock.find(subject, text).orElseThrow();
    assertEquals("a@b.c", block.from().map(Address::value).orElse(""));
    assertEquals("x@y.z", block.to().getFirst().value());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s | Name: John\\nMail: j@a.b\\nDate: 3 Nov 2026\\nTopic: other",
        "Fwd: s | Name: John\\nMail: j@a.b\\nDate: 3 Nov 2026\\nTopic: other",
        "Fwd: s | On 3 Nov 2026 at 10:15 John <j@a.b> wrote:\\n> code",
        "Your code | From: Berlin\\nDate: today\\nTo: you\\nSubject: Your code",
        "Payment | -------- Payment details --------\\nFrom: jane@a.b\\nTo: shop@c.d",
        "FW: Fall catalogue | From: 22 Nov\\nTo: 24 Nov\\nDate: x",
      })
  void takesNoOtherListForABlock(String subject, String text) {
    assertTrue(ForwardBlock.find(subject, text.replace("\\n", "\n")).isEmpty());
  }

  @Test
  void findsTheAddressBehindAName() {
    var mailtos = new MailtoLinks();
    mailtos.add(
        "<b>To:</b> <a class=x href='mailto:x%2By@y.z?subject=s'><b>J&ouml;rg</b> X</a>"
            + "<a href=\"mailto:one@b.c\">A</a><a href=\"mailto:two@b.c\">A</a>");
    var block =
        ForwardBlock.find("Fwd: s", "From: A\nDate: today\nTo: Jörg X\nSubject: s", mailtos);
    assertEquals("x+y@y.z", block.orElseThrow().to().getFirst().value());
    assertTrue(block.orElseThrow().from().isEmpty(), "a name of two addresses is none");
  }

  @Test
  void takesTheDetailsOfASignInForNoBlock() {
    var text = "New sign-in\nDate: today\nFrom: Berlin, Germany\n\nCode 4711";
    assertTrue(ForwardBlock.find("Fwd: New sign-in", text).isEmpty());
  }

  @Test
  void takesTheInnermostOfSeveralBlocks() {
    var block = "---------- Forwarded message ---------\nFrom: a@b.c\nTo: %s\n\n";
    var found = ForwardBlock.find("", block.formatted("one@y.z") + block.formatted("two@y.z"));
    assertEquals("two@y.z", found.orElseThrow().to().getFirst().value());
  }
}
