package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text whose charset nobody said, or said wrongly. */
class CharsetGuessTest {

  private static final String RUSSIAN =
      "Здравствуйте! Код подтверждения: 840155. Введите его на странице оплаты билетов.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "windows-1251 | Здравствуйте! Код подтверждения: 840155. Введите его на странице оплаты.",
        "windows-1251 | Ваш код для входу: 840155. Нікому його не повідомляйте, він діє 10 хвилин.",
        "KOI8-R | Здравствуйте! Код подтверждения: 840155. Введите его на странице оплаты.",
        "ISO-8859-5 | Здравствуйте! Код подтверждения: 840155. Введите его на странице оплаты.",
        "windows-1253 | Ο κωδικός επαλήθευσής σας είναι 840155. Εισαγάγετε τον στη σελίδα"
            + " σύνδεσης.",
        "windows-1255 | קוד האימות שלך הוא 840155. יש להזין אותו בדף הכניסה לחשבון שלך.",
        "TIS-620 | รหัสยืนยันของคุณคือ 840155 กรุณากรอกรหัสนี้ในหน้าเข้าสู่ระบบภายในสิบนาที",
        "Shift_JIS | 認証コードは840155です。ログイン画面に入力してください。有効期限は十分間です。",
        "EUC-JP | 認証コードは840155です。ログイン画面に入力してください。有効期限は十分間です。",
        "EUC-KR | 인증 번호는 840155입니다. 로그인 화면에 입력해 주세요. 십 분 동안 유효합니다.",
        "GB18030 | 您的验证码是840155，请在登录页面输入，十分钟内有效。请勿将验证码告诉任何人。",
        "Big5 | 您的驗證碼是840155，請在登入頁面輸入，十分鐘內有效。請勿將驗證碼告訴任何人。",
      })
  void readsTextThatDoesNotSayItsCharset(String charset, String text) {
    var letter = read("", text, Charset.forName(charset));
    assertTrue(letter.contains(text), letter);
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-ascii", "iso-8859-1", "windows-1252", "x-unknown"})
  void readsRussianThatIsCalledWestern(String declared) {
    var letter = read("; charset=" + declared, RUSSIAN, Charset.forName("windows-1251"));
    assertTrue(letter.contains(RUSSIAN), letter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Votre code de sécurité est 840155. Il a été envoyé à votre adresse.",
        "Ihr Bestätigungscode lautet 840155. Er ist 10 Minuten gültig. Schöne Grüße",
        "Seu código de verificação é 840155. Não compartilhe com ninguém.",
        "Din säkerhetskod är 840155, gäller i tjugo minuter. Håll den för dig själv. Ååå!",
        "»Code: 840155« – “gültig” …",
      })
  void leavesAccentsAlone(String text) {
    assertTrue(read("", text, Charset.forName("windows-1252")).contains(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1251", "KOI8-R", "ISO-8859-5"})
  void readsASubjectInRawBytes(String charset) {
    var mail = new ByteArrayOutputStream();
    mail.writeBytes("Subject: ".getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes("Код подтверждения 840155".getBytes(Charset.forName(charset)));
    mail.writeBytes("\n\nHi\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "Код подтверждения 840155", new MessageParser().parse(mail.toByteArray()).subject());
  }

  private static String read(String charset, String text, Charset written) {
    var mail = new ByteArrayOutputStream();
    mail.writeBytes(
        ("Content-Type: text/plain" + charset + "\n\n").getBytes(StandardCharsets.US_ASCII));
    mail.writeBytes(text.getBytes(written));
    return new MessageParser().parse(mail.toByteArray()).text();
  }
}
