package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "رمزك ٤٨٢٩١٣ | رمزك 482913",
        "کد ۴۸۲۰۱ | کد 48201",
        "कोड ४०९२७३ | कोड 409273",
        "কোড ৪৮২৯১৩ | কোড 482913",
        "รหัส ๔๘๒๙๑๓ | รหัส 482913",
        "ကုဒ် ၄၈၂၉ | ကုဒ် 4829",
        "認証コード：１２９４７６ | 認証コード：129476",
        "𝟒𝟖𝟐𝟗𝟏𝟑 | 482913",
        "４８２-９１３ | 482-913",
        "no other digits: 482913, ², ①, Ⅳ | no other digits: 482913, ², ①, Ⅳ",
        "<https://x.example/٤٨?c=１> ٤٨ | <https://x.example/٤٨?c=１> 48",
        "HTTP://x.example/٤٨ ٤٨ | HTTP://x.example/٤٨ 48",
        "https://x.example/a，验证码１２３４ | https://x.example/a，验证码1234",
        "https://x.example/٤ https://x.example/٨ ٨ | https://x.example/٤ https://x.example/٨ 8",
        "٤ http://x.example/٤ | 4 http://x.example/٤",
      })
  void writesDigitsAsFormsTakeThem(String text, String plain) {
    assertEquals(plain, Digits.ascii(text));
  }
}
