package dev.otpost.parsing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Dates as mail programs write them above a mail forwarded by hand, in the language of its reader:
 * {@code Tue, Nov 3, 2026 at 10:00 AM}, {@code 3. November 2026 um 11:00:03 MEZ}, {@code 2026年11月3日
 * 19:00}. All need a year of four digits and a time. Dates of two numbers that may be either day or
 * month are not guessed at ({@code 3/11/2026}).
 *
 * <p>Mostly no zone is given; the time is read as UTC then, and may be half a day off.
 */
final class ForwardDates {

  /** Longer than any date; what is beyond is not read. */
  private static final int MOST_CHARS = 100;

  /**
   * How the names of the months begin, January first; a language a line. Of two that fit, the
   * longer one counts, and of two languages the first: Croatian is not here, whose October is the
   * November of its neighbours. A dash stands for a name that is too short.
   */
  private static final String MONTHS =
      """
      jan feb mar apr may jun jul aug sep oct nov dec
      jan feb mär apr mai jun jul aug sep okt nov dez
      janv févr mars avr mai juin juil août sept oct nov déc
      ene feb mar abr may jun jul ago sep oct nov dic
      jan fev mar abr mai jun jul ago set out nov dez
      gen feb mar apr mag giu lug ago set ott nov dic
      jan feb maart apr mei jun jul aug sep okt nov dec
      sty lut mar kwi maj cze lip sie wrz paź lis gru
      янв фев мар апр мая июн июл авг сен окт ноя дек
      січ лют бер кві тра чер лип сер вер жов лис гру
      oca şub mar nis may haz tem ağu eyl eki kas ara
      led úno bře dub kvě červn červe srp zář říj lis pro
      tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
      jan febr márc ápr máj jún júl aug szept okt nov dec
      ian feb mart apr mai iun iul aug sept oct nov dec
      ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ
      ינו פבר מרץ אפר מאי יונ יול אוג ספט אוק נוב דצמ
      בינו בפבר במרץ באפר במאי ביונ ביול באוג בספט באוק בנוב בדצמ
      يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
      جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
      jan feb mar apr mai jun jul aug sep okt nov des
      jan feb mar apr maí jún júl ágú sep okt nóv des
      jaan veebr märts apr mai juuni juuli aug sept okt nov dets
      janv febr marts apr maijs jūn jūl aug sept okt nov dec
      saus vasar kovo bal geg birž liep rugpj rugs spal lapkr gruod
      jan feb mar apr maj jun jul avg sep okt nov dec
      ian feb mart apr mai iun iul aug sept oct noiem dec
      gen febr març abr maig juny jul ago set oct nov des
      xan feb mar abr maio xuño xul ago set out nov dec
      jan shk mar pri maj qer korr gush sht tet nën dhj
      яну фев март апр май юни юли авг сеп окт ное дек
      јан феб мар апр мај јун јул авг сеп окт нов дец
      сту лют сак кра мая чэр ліп жні вер кас ліс сне
      yan fev mar apr may iyn iyl avq sen okt noy dek
      yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr
      қаң ақп нау сәу мам мау шіл там қыр қаз қар жел
      იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ
      հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ
      հունվ փետ մարտ ապր մայ հունիս հուլ օգոս սեպ հոկ նոյ դեկ
      jan feb mac apr mei jun jul ogo sep okt nov dis
      jan feb mar apr mei jun jul agu sep okt nov des
      ene peb mar abr may hun hul ago set okt nob dis
      जनवरी फ़रवरी मार्च अप्रैल - जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
      """;

  private static final int SHORTEST_NAME = 3;
  private static final int LONGEST_NAME = 10;

  private static final Map<String, Integer> MONTH_OF = new HashMap<>();

  static {
    for (var language : MONTHS.lines().toList()) {
      int month = 1;
      for (var name : language.split(" ", -1)) {
        MONTH_OF.putIfAbsent(name, month++);
      }
    }
  }

  private static final String NAME = "([\\p{L}\\p{M}]{3,15})";

  private static final Pattern WITH_NAME =
      Pattern.compile(
          "(?<!\\d)(?:(\\d{1,2})(?:\\.|er)? {0,2}(?:de |d['’])?"
              + NAME
              + "|"
              + NAME
              + " (\\d{1,2}))[.,׳']{0,2} {0,2}(?:del? )?(20\\d\\d)(?!\\d)");

  /** Hungarian, Lithuanian. */
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(?<!\\d)(20\\d\\d)(?:\\.| m\\.) " + NAME + "\\.? (\\d{1,2})(?!\\d)");

  private static final Pattern VIETNAMESE =
      Pattern.compile("(?<!\\d)(\\d{1,2}) (?:thg|tháng) (\\d{1,2}),? (?:năm )?(20\\d\\d)(?!\\d)");

  private static final Pattern EAST_ASIAN =
      Pattern.compile("(20\\d\\d) ?[年년] ?(\\d{1,2}) ?[月월] ?(\\d{1,2}) ?[日일]");

  private static final Pattern NUMBERS =
      Pattern.compile("(?<!\\d)(\\d{1,2})\\. ?(\\d{1,2})\\. ?(20\\d\\d)(?!\\d)");

  private static final Pattern TIME =
      Pattern.compile(
          "(午前|午後|上午|下午|오전|오후)? ?(?<!\\d)(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?!\\d)"
              + " ?([aApP]\\.? ?[mM])?[. ]*"
              + "(?:(CEST|MESZ)|(CET|MEZ)|(?:UTC|GMT)?([+-]\\d{1,2})(?!\\d))?");

  private ForwardDates() {}

  /** The instant; empty if it is no date that is understood. */
  static Optional<Instant> parse(String text) {
    var usual = MailDates.parse(text);
    if (usual.isPresent()) {
      return usual;
    }
    var line = Characters.oneLine(text);
    line = line.length() > MOST_CHARS ? line.substring(0, MOST_CHARS) : line;
    int[] date = date(line);
    // Behind the date, so that "3. 11. 2026 10.00" is not read from its middle.
    var time = TIME.matcher(line);
    if (date.length == 0 || !time.find(date[3])) {
      return Optional.empty();
    }
    try {
      int second = time.group(4) == null ? 0 : Integer.parseInt(time.group(4));
      return Optional.of(
          LocalDateTime.of(
                  date[0],
                  date[1],
                  date[2],
                  hour(Integer.parseInt(time.group(2)), time.group(1), time.group(5)),
                  Integer.parseInt(time.group(3)),
                  second)
              .toInstant(ZoneOffset.ofHours(zone(time.group(8), time.group(7), time.group(6)))));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  /** Year, month, day, and where the date ends; of no length if there is none. */
  private static int[] date(String line) {
    var named = WITH_NAME.matcher(line);
    while (named.find()) {
      boolean dayFirst = named.group(1) != null;
      int month = month(dayFirst ? named.group(2) : named.group(3));
      if (month > 0) {
        int day = Integer.parseInt(dayFirst ? named.group(1) : named.group(4));
        return new int[] {Integer.parseInt(named.group(5)), month, day, named.end()};
      }
    }
    var yearFirst = YEAR_FIRST.matcher(line);
    if (yearFirst.find() && month(yearFirst.group(2)) > 0) {
      int day = Integer.parseInt(yearFirst.group(3));
      return new int[] {
        Integer.parseInt(yearFirst.group(1)), month(yearFirst.group(2)), day, yearFirst.end()
      };
    }
    var asian = EAST_ASIAN.matcher(line);
    if (asian.find()) {
      return numbers(asian.group(1), asian.group(2), asian.group(3), asian.end());
    }
    var vietnamese = VIETNAMESE.matcher(line);
    if (vietnamese.find()) {
      return numbers(
          vietnamese.group(3), vietnamese.group(2), vietnamese.group(1), vietnamese.end());
    }
    var numbers = NUMBERS.matcher(line);
    if (numbers.find()) {
      return numbers(numbers.group(3), numbers.group(2), numbers.group(1), numbers.end());
    }
    return new int[0];
  }

  private static int[] numbers(String year, String month, String day, int end) {
    return new int[] {Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day), end};
  }

  /** 1 to 12; 0 if it is the name of none. */
  private static int month(String word) {
    var name = word.toLowerCase(Locale.ROOT);
    for (int length = Math.min(name.length(), LONGEST_NAME); length >= SHORTEST_NAME; length--) {
      var month = MONTH_OF.get(name.substring(0, length));
      if (month != null) {
        return month;
      }
    }
    return 0;
  }

  private static int hour(int hour, String before, String behind) {
    boolean afternoon =
        before != null
            ? "午後下午오후".contains(before)
            : behind != null && behind.toLowerCase(Locale.ROOT).startsWith("p");
    if (before == null && behind == null) {
      return hour;
    }
    return hour % 12 + (afternoon ? 12 : 0);
  }

  private static int zone(String hours, String winter, String summer) {
    if (winter != null) {
      return 1;
    }
    return summer != null ? 2 : hours == null ? 0 : Integer.parseInt(hours);
  }
}
