package dev.otpost.web.sms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormTest {

  @Test
  void isShownWithoutWhatStandsInIt() {
    var form = Form.parse("Body=Your+code+is+123456&From=%2B4915112345678").orElseThrow();

    assertEquals(Optional.of("Your code is 123456"), form.first("Body"));
    for (var shown : List.of(form, form.fields())) {
      assertFalse(shown.toString().matches("(?s).*(123456|49151).*"), shown::toString);
    }
  }
}
