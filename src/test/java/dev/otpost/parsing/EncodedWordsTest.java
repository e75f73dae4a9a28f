package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodedWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing encoded | nothing encoded",
        "=?UTF-8?B?R3LDvMOfZQ==?= | Grüße",
        "=?utf-8?q?Gr=C3=BC=C3=9Fe_an_alle?= | Grüße an alle",
        "=?iso-8859-1*de?Q?Gr=FC=DFe?= | Grüße",
        // White space between words is none, between words and text it is.
        "=?utf-8?q?Gr?= =?utf-8?q?=C3=BC=C3=9Fe?= an =?utf-8?q?alle?= | Grüße an alle",
        "=?utf-8?q?4829?=   =?utf-8?b?MTM=?= | 482913",
        // Split within a character and within a group of base64.
        "=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?= | Grüße",
        "=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?= | Grüße",
        "=?utf-8?B?R3LDv?= =?utf-8?B?MOfZQ==?= | Grüße",
        "=?iso-2022-jp?B?GyRCRyc+WiUzITwlSRsoQg==?= | 認証コード",
        "=?gb2312?B?0enWpMLr?= | 验证码",
        "=?koi8-r?Q?=EB=CF=C4?= | Код",
        // Against the rules, and yet seen.
        "code=?utf-8?q?=3A?=4711 | code:4711",
        "\"=?utf-8?q?Gr=C3=BC=C3=9Fe?=\" | \"Grüße\"",
        "=?utf-8?Q?Your code is 4711?= | Your code is 4711",
        "=?utf-8?Q?Your=20code | Your code",
        "=?x-none?Q?Gr=C3=BC=C3=9Fe?= | Grüße",
        "=?utf-8?X?abc?= | =?utf-8?X?abc?=",
        "=?? =?utf-8? what? | =?? =?utf-8? what?",
        "a =? b | a =? b",
      })
  void decodesAsMailProgramsDo(String field, String text) {
    assertEquals(text, EncodedWords.decode(field));
  }
}
