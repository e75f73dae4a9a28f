package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Address;
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
    assertTrue(ForwardBlock.saysForwarded("Re: [extern] " + subject) || subject.startsWith("Fwd"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: a@b.c\\nTo: x@y.z\\nSubject: s | x@y.z",
        "*From:* a <a@b.c>\\n*Sent:* today\\n*To:* x <x@y.z>\\n*Subject:* s | x@y.z",
        "> From: a@b.c\\n> To: x@y.z\\n>\\n> code | x@y.z",
        "From: a@b.c\\nTo: x <x@y.z>,\\n u <u@v.w>\\nSubject: s | x@y.z u@v.w",
        "From: a@b.c\\nTo: A very long name that was\\n wrapped <x@y.z>\\nSubject: s | x@y.z",
        "From: a@b.c\\nDate: today\\nTo: x@y.z\\nYour code, ask help@b.c | x@y.z",
        "From: a@b.c\\n\\nDate: today\\n\\nTo: x@y.z\\n\\nSubject: s | x@y.z",
        "From: A [mailto:a@b.c]\\nTo: x@y.z<mailto:x@y.z>\\nSubject: s | x@y.z",
        "From: A <a@b.c<mailto:a@b.c>>\\nTo: 'x' <x@y.z<mailto:x@y.z>>\\nSubject: s | x@y.z",
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
        "Re: Fwd? no | -----Original Message-----",
        "Your code | ________________________________",
        "Your code | New sign-in",
        "Re: your code | fyi:",
      })
  void takesNoAnswerForAForward(String subject, String above) {
    var text = above + "\nFrom: a@b.c\nSent: today\nTo: x@y.z\nSubject: s\n";
    assertTrue(ForwardBlock.find(subject, text).isEmpty());
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
