package dev.otpost.parsing.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of words is one for all languages, so that a word of one acts in mails of all others.
 * What is said in every mail of a language must say nothing about a code, whatever it may mean in
 * another one, accents aside: a Vietnamese card is "thẻ", and English has "the".
 */
class EverydayWordsTest {

  private static final Set<Meaning> TELLING =
      EnumSet.complementOf(
          EnumSet.of(
              Meaning.NUM, Meaning.VALID, Meaning.SEC, Meaning.MIN, Meaning.HOUR, Meaning.DAY));

  @ParameterizedTest
  @CsvSource({
    "en, the of and to in is that for it as was with be by on not he his but at are this have from"
        + " or had an they which one you were all her she there would their we him been has when"
        + " who will more if out so up said what its about than into them can only other time some"
        + " could these two may first then do any like my now over such our man me even most made"
        + " after also did many off before must well back through years much where your way down"
        + " should because long each just those people how too little us good very make still see"
        + " own day get here between both being under same go take need want dear hello hi team"
        + " thanks sent again once please account email mail message",
    "de, der die das und in zu den von mit sich des auf für ist im dem nicht ein eine als auch es"
        + " an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen"
        + " so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei hatte kann"
        + " gegen vom können schon wenn habe ihre dann unter wir soll ich eines jahr zwei jahren"
        + " diese dieser wieder keine uhr seiner worden will zwischen immer was sagte du uns ihr"
        + " ihnen bitte gut hallo liebe grüße konto",
    "fr, le la les de des du un une et en à que qui dans pour pas sur au avec ce il sont plus par"
        + " est ne se nous vous ou mais on cette ces son sa ses leur leurs même aussi comme bien"
        + " sans tout toute tous si fait être avoir avez êtes votre vos notre nos je tu elle ils"
        + " elles y été était après avant entre peut deux très encore bonjour merci compte",
    "es, el la los las de del un una y en que a por con para su sus se lo al como más pero le ya o"
        + " este esta ha sí porque son entre cuando muy sin sobre también me hasta hay donde quien"
        + " desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes"
        + " algunos unos yo otro otras tu te ti si hola gracias cuenta hoy",
    "pt, o a os as de do da dos das um uma e em na nos nas que por para com não se mais mas como ao"
        + " ele ela seu sua ou quando muito já eu também só pelo pela até isso entre depois sem"
        + " mesmo aos seus quem me esse eles você essa num nem suas meu minha olá obrigado conta",
    "it, il lo la i gli le di a da in con su per tra fra un uno una e che non si è sono come più ma"
        + " anche del della dei delle al alla nel nella sul sulla questo questa suo sua o se ha hai"
        + " ho abbiamo hanno tuo tua ci vi ne già ancora dopo prima quando ciao grazie conto",
    "nl, de het een en van ik te dat die in je niet is zijn op voor met als er maar om hem dan zou"
        + " of wat mijn men dit zo door over ze zich bij ook tot mij uit der daar haar naar heb"
        + " heeft hoe hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren"
        + " veel meer doen moet ben zonder kan hun dus alles onder ja eens hier wie werd hallo"
        + " dank",
    "sv, och i att det som en på är av för med till den har de inte om ett han men var jag sig från"
        + " vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får"
        + " finns hade alla andra mycket än här då två upp din ditt dina du hej tack konto",
    "da, og i at det er en til på som for med de den af der ikke har et han om vi var jeg fra så"
        + " men kan vil hun skal ud blev efter eller nu over ved op også hvor dig din dit dine hej"
        + " tak",
    "fi, ja on ei se että oli hän mutta ovat kun niin myös kuin joka sen nyt ole jos tai mukaan"
        + " sitten vain jo vielä sinun tämä hei kiitos tili",
    "pl, i w na z do nie się że o jest to po jak za od przez co ale dla jego jej ich tym być przy"
        + " są czy tak już lub oraz był ma będzie może pan pani twój twoje tylko jeszcze dzień"
        + " dobry",
    "cs, a v na se je že s z do o i k ve to za jsou po ale pro jako by jeho si být tak jeho od jen"
        + " které který nebo při byl co jak už pokud váš vaše dobrý den",
    "tr, ve bir bu da de için ile çok daha olarak olan en gibi ne ya kadar sonra her o ama var ise"
        + " hem mi ben sen biz siz sizin merhaba teşekkürler hesap",
    "id, yang dan di ke dari ini itu untuk dengan pada adalah dalam akan tidak juga oleh sebagai"
        + " ada atau karena bisa sudah saya anda kami kita mereka hari telah dapat lebih halo",
    "vi, và của là có cho không được trong một người các đã với những để khi này đến tôi bạn từ như"
        + " nhưng cũng ra vào lại về sẽ làm hay chúng quý khách xin chào cảm ơn tài khoản",
    "ro, și de în la cu pe a nu să un o că se din mai pentru este sunt care au ca dar prin fi ai am"
        + " ale lui acest această dumneavoastră tău ta contul bună",
    "hu, a az és hogy nem is egy ez de csak meg volt ha már még azt el van mint vagy ki után mert"
        + " amit minden itt fel majd szia kedves köszönjük fiók",
    "hr, i u je da se na za od su s o a ne što kao iz koji bi će ali ili biti ako po do već samo"
        + " kako vaš vaša vaše bok račun"
  })
  void tellNothing(String language, String words) {
    var telling = new TreeMap<String, List<Meaning>>();
    for (var word : words.split(" ", -1)) {
      for (var finding : Lexicon.WORDS.findings(Glyphs.fold(word))) {
        var meanings = TELLING.stream().filter(finding::means).toList();
        if (!meanings.isEmpty()) {
          telling.put(word, meanings);
        }
      }
    }
    assertEquals(new TreeMap<>(), telling, language);
  }
}
