package dev.otpost.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.otpost.message.Address;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any characters are read as addresses, as encoded words, as a media type, as a date, as CSS. */
class FieldFuzz {

  static Stream<byte[]> fields() throws IOException {
    return Seeds.fields();
  }

  @MethodSource("fields")
  @FuzzTest
  void readsAnyField(byte[] field) {
    var text = new String(field, UTF_8);
    Pace.held(
        field.length,
        () -> {
          for (var address : AddressList.parse(text)) {
            if (Address.of(address.value()).filter(address::equals).isEmpty()) {
              throw new AssertionError("no address: " + address.value());
            }
          }
          EncodedWords.decode(text);
          MediaType.parse(text).namesFile(".eml");
          MailDates.parse(text);
          ForwardDates.parse(text);
          Style.of(text);
          ForwardBlock.find(text, text);
          return text;
        });
  }
}
