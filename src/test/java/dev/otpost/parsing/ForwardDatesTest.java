package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardDatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tue, 3 Nov 2026 11:00:03 +0100 | 2026-11-03T10:00:03Z",
        "Tue, Nov 3, 2026 at 10:00 AM | 2026-11-03T10:00:00Z",
        "Tuesday, November 3, 2026 at 10:00:03 PM UTC | 2026-11-03T22:00:03Z",
        "Di., 3. Nov. 2026 um 11:00 Uhr | 2026-11-03T11:00:00Z",
        "3. November 2026 um 11:00:03 MEZ | 2026-11-03T10:00:03Z",
        "3. August 2026 um 11:00:03 MESZ | 2026-08-03T09:00:03Z",
        "mar. 3 mars 2026 à 11:00 | 2026-03-03T11:00:00Z",
        "mardi 1er décembre 2026 11:00 | 2026-12-01T11:00:00Z",
        "mar, 3 nov 2026 a las 11:00 | 2026-11-03T11:00:00Z",
        "martes, 3 de noviembre de 2026 11:00 | 2026-11-03T11:00:00Z",
        "terça-feira, 3 de novembro de 2026 07:00 | 2026-11-03T07:00:00Z",
        "3 novembre 2026 alle ore 11:00:03 CET | 2026-11-03T10:00:03Z",
        "вт, 3 нояб. 2026 г. в 13:00 | 2026-11-03T13:00:00Z",
        "wtorek, 3 listopada 2026 11:00 | 2026-11-03T11:00:00Z",
        "3 Kasım 2026 Salı 13:00 | 2026-11-03T13:00:00Z",
        "úterý 3. listopadu 2026 11:00 | 2026-11-03T11:00:00Z",
        "tiistai 3. marraskuuta 2026 12.00 | 2026-11-03T12:00:00Z",
        "3. maaliskuuta 2026 12.00 | 2026-03-03T12:00:00Z",
        "الثلاثاء 3 نوفمبر 2026 13:00 | 2026-11-03T13:00:00Z",
        "יום שלישי 3 נובמבר 2026 12:00 | 2026-11-03T12:00:00Z",
        "בתאריך יום ג׳, 3 בנוב׳ 2026 ב-11:00 | 2026-11-03T11:00:00Z",
        "tir. 1. des. 2026 kl. 11:00 | 2026-12-01T11:00:00Z",
        "þri., 3. nóv. 2026 kl. 11:00 | 2026-11-03T11:00:00Z",
        "T, 1. dets 2026 kell 11:00 | 2026-12-01T11:00:00Z",
        "1. veebruar 2026 11:00 | 2026-02-01T11:00:00Z",
        "2026. nov. 3., K 11:00 | 2026-11-03T11:00:00Z",
        "2026. március 3. 11:00 | 2026-03-03T11:00:00Z",
        "2026 m. lapkričio 3 d., 11:00 | 2026-11-03T11:00:00Z",
        "2026 m. gegužės 3 d., 11:00 | 2026-05-03T11:00:00Z",
        "3. avg. 2026 ob 11:00 | 2026-08-03T11:00:00Z",
        "marți, 3 noiembrie 2026 la 11:00 | 2026-11-03T11:00:00Z",
        "dt., 1 de des. del 2026 a les 11:00 | 2026-12-01T11:00:00Z",
        "3 d’agost del 2026 a les 11:00 | 2026-08-03T11:00:00Z",
        "3 de xullo de 2026 ás 11:00 | 2026-07-03T11:00:00Z",
        "3 nëntor 2026 11:00 | 2026-11-03T11:00:00Z",
        "3 ноември 2026 г. в 11:00 | 2026-11-03T11:00:00Z",
        "3 мај 2026. у 11:00 | 2026-05-03T11:00:00Z",
        "3 лістапада 2026 г. 11:00 | 2026-11-03T11:00:00Z",
        "3 noy 2026 11:00 | 2026-11-03T11:00:00Z",
        "3 қараша 2026 11:00 | 2026-11-03T11:00:00Z",
        "3 ნოემბერი 2026 11:00 | 2026-11-03T11:00:00Z",
        "3 նոյեմբերի 2026 11:00 | 2026-11-03T11:00:00Z",
        "Sel, 3 Agu 2026 pukul 11.00 | 2026-08-03T11:00:00Z",
        "3 Ogos 2026 11:00 | 2026-08-03T11:00:00Z",
        "Nob 3, 2026 11:00 AM | 2026-11-03T11:00:00Z",
        "Th 3, 3 thg 11, 2026 vào lúc 11:00 | 2026-11-03T11:00:00Z",
        "3 tháng 11 năm 2026 11:00 | 2026-11-03T11:00:00Z",
        "मंगल, 3 नवंबर 2026 को 11:00 | 2026-11-03T11:00:00Z",
        "3 نومبر 2026 11:00 | 2026-11-03T11:00:00Z",
        "03.11.2026 11:00 | 2026-11-03T11:00:00Z",
        "2026年11月3日(火) 19:00 | 2026-11-03T19:00:00Z",
        "2026年11月3日 GMT+8 18:00:03 | 2026-11-03T18:00:03Z",
        "2026년 11월 3일 화요일 오후 7:00 | 2026-11-03T19:00:00Z",
        "2026年11月3日 上午12:05 | 2026-11-03T00:05:00Z",
      })
  void readsTheLanguagesOfMailPrograms(String text, Instant instant) {
    assertEquals(instant, ForwardDates.parse(text).orElse(Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday at 10:00",
        "3/11/2026 10:00",
        "3 Foo 2026 10:00",
        "3 Nov 2026",
        "Nov 3, 2026 at 25:00",
        "31. 2. 2026 10:00",
      })
  void guessesAtNothing(String text) {
    assertEquals("Optional.empty", ForwardDates.parse(text).toString());
  }
}
