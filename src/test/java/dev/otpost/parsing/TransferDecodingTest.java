package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferDecodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quoted-printable | a=3D1 =e4 | a=1 ä",
        "Quoted-Printable | one=\\r\\ntwo=\\nthree=  \\t\\r\\nfour | onetwothreefour",
        "quoted-printable | a=b =ZZ = = | a=b =ZZ = ",
        "quoted-printable | cut=4 | cut",
        "quoted-printable | cut= | cut",
        "base64 | Y29kZSA0NzEx | code 4711",
        "BASE64 | Y29k\\r\\n ZSA0\\r\\nNzEx | code 4711",
        "base64 | Y29kZSA0NzEwMQ== | code 47101",
        "base64 | Y29kZSA0NzEwMQ | code 47101",
        "base64 | Y29kZQ==IDQ3MTE= | code 4711",
        "base64 | Y29kZSA0*NzExIGlzIHlv-dXIgY29kZQ== | code 4711 is your code",
        "base64 | Y29kZSA0NzEwM | code 4710",
        "base64 | this is plain text, whatever it says | this is plain text, whatever it says",
        "8bit | a=3D | a=3D",
        "x-uuencode | a=3D | a=3D",
      })
  void decodesAsFarAsItGoes(String encoding, String encoded, String decoded) {
    var body = encoded.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
    var slice = TransferDecoding.decode(Slice.of(body.getBytes(ISO_8859_1)), encoding);
    assertEquals(decoded, slice.latin1().stripTrailing());
  }
}
