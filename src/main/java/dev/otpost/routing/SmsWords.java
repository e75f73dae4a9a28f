package dev.otpost.routing;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The labels that apps and services write in front of the numbers of a text message that they pass
 * on by mail, in all languages at once.
 */
final class SmsWords {

  /** What a number is to the message. */
  enum End {
    /** The label stands for the receiver and nothing else. */
    RECEIVER,
    /** A number of whoever set this up: in a text message passed on, the receiver's. */
    OWN,
    SENDER
  }

  private static final Set<String> RECEIVER =
      words(
          """
          to/sent to/recipient/receiver/receiving number/receiving phone/receiver number/recipient number
          receiver phone/recipient phone/to number/to phone/destination/destination number/received on
          received by/received at/received on number/received on your number/sms to/message to/inbound number
          an/empfänger/empfangsnummer/zielnummer/empfängernummer/nummer des empfängers/empfangen auf/empfangen von nummer
          à/destinataire/numéro destinataire/numéro du destinataire/numéro de réception/reçu sur/reçu par/envoyé à
          para/a/destinatario/número destinatario/número receptor/número de destino/receptor/recibido en/enviado a
          destinatário/número do destinatário/recebido em/recebido no número/enviado para
          numero destinatario/numero ricevente/numero di destinazione/ricevuto su/ricevuto da/inviato a
          aan/naar/ontvanger/nummer ontvanger/ontvangen op
          do/odbiorca/numer odbiorcy/odebrano na/na numer
          кому/получатель/номер получателя/на номер/получено на/получено на номер/принято на номер
          одержувач/отримувач/номер одержувача/номер отримувача/отримано на/отримано на номер
          kime/alıcı/alıcı numara/alıcı numarası/alan numara/alınan numara
          接收号码/接收手机/接收手机号/接收方/接收者/接收人/收件人/收信人/收信号码/收件号码/接收卡号/目标号码
          接收號碼/收訊號碼/收件者/收信號碼/接收門號/收訊門號
          受信番号/受信者/宛先/着信番号/受信電話番号/受信した番号/受信回線/受信先/宛先番号/あて先/送信先
          수신번호/수신자/수신자 번호/수신 번호/받는 번호/받은 번호/받는 사람/받는사람/수신/수신 전화번호/수신인
          إلى/المستلم/رقم المستلم/المتلقي/رقم المتلقي/מקבל/אל/נמען/מספר הנמען/מספר המקבל
          به/گیرنده/شماره گیرنده/وصول کنندہ/प्रति/प्राप्तकर्ता/प्राप्तकर्ता नंबर/प्राप्तकर्ता का नंबर/প্রাপক/প্রাপক নম্বর
          பெறுநர்/గ్రహీత/स्वीकारणारा/મેળવનાર/ಸ್ವೀಕರಿಸುವವರು/സ്വീകർത്താവ്
          ke/kepada/penerima/nomor penerima/nombor penerima/nomor tujuan/đến/tới/người nhận/số nhận/số người nhận
          ถึง/ผู้รับ/หมายเลขผู้รับ/เบอร์ผู้รับ/para kay/tatanggap
          till/mottagare/mottagarnummer/mottaget på/til/modtager/modtagernummer/modtaget på/mottaker/mottakernummer/mottatt på
          vastaanottaja/vastaanottajan numero/vastaanottava numero/viðtakandi
          komu/příjemce/číslo příjemce/přijato na/príjemca/číslo príjemcu/címzett/címzett száma/fogadó szám
          către/destinatar/număr destinatar/numărul destinatarului/primit pe
          προς/παραλήπτης/αριθμός παραλήπτη/до/към/получател/номер на получателя
          za/prima/primatelj/primalac/broj primatelja/broj primaoca/prejemnik/številka prejemnika/прималац/примач
          saaja/saaja number/adressaat/saņēmējs/saņēmēja numurs/gavėjas/gavėjo numeris
          marrësi/numri i marrësit/destinatari/hartzailea/მიმღები/ստացող/алушы/qabul qiluvchi/mpokeaji
          """);

  private static final Set<String> OWN =
      words(
          """
          my number/your number/phone number/my phone/device/device number/line/line number/sim/sim number/sim card/sim card number/sim slot/msisdn/own number
          ihre nummer/deine nummer/meine nummer/eigene nummer/rufnummer/gerät/gerätenummer/leitung/sim-karte/simkarte
          votre numéro/mon numéro/ligne/numéro de ligne/carte sim/numéro sim/appareil
          su número/tu número/mi número/línea/número de línea/número de la sim/número sim/tarjeta sim/dispositivo
          seu número/meu número/linha/número da linha/chip/número do chip/número do aparelho/número do sim/cartão sim
          il tuo numero/il mio numero/linea/numero sim/numero della sim/scheda sim
          uw nummer/jouw nummer/mijn nummer/lijn/simkaart/toestel
          twój numer/mój numer/numer sim/karta sim/linia/telefon
          ваш номер/мой номер/номер sim/номер сим/сим/симка/сим-карта/номер сим-карты/линия/устройство/мій номер/сім-карта/номер сім-карти
          numaranız/numaram/hattınız/hat/hat numarası/sim kart/cihaz/cihaz numarası
          本机号码/本机/本机卡号/手机号/手机号码/卡槽/卡号/本機號碼/本機/手機號碼/門號/設備號碼
          自分の番号/電話番号/回線/回線番号/端末/端末番号/sim番号/simカード/내 번호/내번호/휴대폰 번호/단말기/단말기 번호/회선/심 번호/유심
          رقمك/رقمي/رقم الهاتف/الشريحة/رقم الشريحة/شماره شما/سیم کارت/شماره سیم کارت/המספר שלך/המספר שלי/מספר הסים/סים
          आपका नंबर/मेरा नंबर/सिम/सिम नंबर/আপনার নম্বর/সিম/nomor anda/nomor saya/kartu sim/nombor anda/số của bạn/số của tôi/thẻ sim/sim số/เบอร์ของคุณ/ซิม/หมายเลขของคุณ
          ditt nummer/mitt nummer/simkort/linje/dit nummer/mit nummer/numerosi/oma numero/sim-kortti
          vaše číslo/moje číslo/sim karta/linka/saját szám/az ön száma/sim-kártya/vonal/numărul tău/cartelă sim/linie
          ο αριθμός σας/κάρτα sim/вашият номер/сим карта/vaš broj/moj broj/sim kartica/vaša številka/moja številka
          sinu number/sim-kaart/jūsu numurs/sim karte/jūsų numeris/sim kortelė
          """);

  private static final Set<String> SENDER =
      words(
          """
          from/sender/sender number/from number/sent by/sent from/sms from/message from/originator
          von/absender/absendernummer/gesendet von/de/expéditeur/numéro expéditeur/envoyé par
          remitente/número remitente/enviado por/remetente/número do remetente/da/mittente/numero mittente
          van/afzender/od/nadawca/numer nadawcy/от/от кого/отправитель/номер отправителя/від/від кого/відправник
          kimden/gönderen/gönderen numara/来自/发件人/发送方/发送者/发送人/发送号码/来源/发信人/寄件人/寄件者/發件人/發送者/來自/發送方/來源
          送信元/送信者/発信者/発信元/発信番号/送信番号/差出人/送信元番号/발신번호/발신자/발신/보낸 사람/보낸사람/보낸 번호/발신 번호/발신인
          من/المرسل/رقم المرسل/מאת/שולח/מספר השולח/از/فرستنده/شماره فرستنده/प्रेषक/भेजने वाला/প্রেরক/அனுப்புநர்
          dari/pengirim/nomor pengirim/daripada/từ/người gửi/số gửi/จาก/ผู้ส่ง/หมายเลขผู้ส่ง/mula kay
          från/avsändare/fra/afsender/avsender/lähettäjä/odesílatel/odosielateľ/feladó/küldő/de la/expeditor
          από/αποστολέας/подател/изпращач/šalje/pošiljatelj/pošiljalac/пошиљалац/испраќач/saatja/sūtītājs/siuntėjas
          dërguesi/remitent/bidaltzailea/გამგზავნი/ուղարկող/жіберуші/göndərən/yuboruvchi/mtumaji/sendandi
          """);

  /** {@code SIM1}, {@code SIM 2}, {@code Line #1}. */
  private static final Pattern COUNTED = Pattern.compile("\\s?#?\\d$");

  private SmsWords() {}

  static boolean is(End end, String label) {
    var word = fold(label);
    return switch (end) {
      case RECEIVER -> RECEIVER.contains(word);
      case OWN -> OWN.contains(word) || OWN.contains(COUNTED.matcher(word).replaceFirst(""));
      case SENDER -> SENDER.contains(word);
    };
  }

  private static Set<String> words(String table) {
    return Arrays.stream(table.split("[/\n]", -1))
        .map(SmsWords::fold)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String fold(String text) {
    // A dotted capital I, as in ForwardWords of the parsing room.
    var plain = text.strip().replace('İ', 'I').toLowerCase(Locale.ROOT).replaceAll("[_ ]+", " ");
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }
}
