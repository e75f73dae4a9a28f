package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule that keeps otpost from opening anything else out of a mail. */
final class ApproveLinkTest {

  private static final String HOST = "https://mail-settings.google.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOST + "/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I",
        HOST + "/mail/vf-%5banGjdJ%5d-x",
        HOST + "/mail/vf-[ANGjdJ_x1f0-JZ4]-KiU2kFTTq2I",
        HOST + "/mail/u/0/vf-%5BA%5D-b",
        HOST + "/mail/u/12/vf-x",
        "https://mail.google.com/mail/vf-%5BA%5D-b",
        "https://mail.google.com/mail/u/0/vf-%5BA%5D-b",
      })
  void opensAnApproveLinkAsItIsWritten(String link) {
    assertEquals(Optional.of(link), ApproveLink.of(link).map(it -> it.url().toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/mail/vf-x",
        "http://mail.google.com/mail/vf-x",
        "ftp://mail.google.com/mail/vf-x",
        "HTTPS://mail.google.com/mail/vf-x",
        "https://MAIL.google.com/mail/vf-x",
        "https://google.com/mail/vf-x",
        "https://evil.example/mail/vf-x",
        "https://mail.google.com.evil.example/mail/vf-x",
        "https://evilmail.google.com/mail/vf-x",
        "https://mail.google.com.:443/mail/vf-x",
        "https://mail.google.com./mail/vf-x",
        "https://mail.google.com:443/mail/vf-x",
        "https://mail.google.com:8443/mail/vf-x",
        "https://mail.google.com@evil.example/mail/vf-x",
        "https://evil.example@mail.google.com/mail/vf-x",
        "https://evil.example\\@mail.google.com/mail/vf-x",
        "https://mail.google.com\\.evil.example/mail/vf-x",
        "https://mail.google.com/mail/uf-%5BA%5D-b",
        "https://mail.google.com/mail/vf-",
        "https://mail.google.com/mail/",
        "https://mail.google.com/mail/VF-x",
        "https://mail.google.com/vf-x",
        "https://mail.google.com/mail//vf-x",
        "https://mail.google.com/mail/u/vf-x",
        "https://mail.google.com/mail/u/123/vf-x",
        "https://mail.google.com/accounts/mail/vf-x",
        "https://mail.google.com/mail/vf-x/",
        "https://mail.google.com/mail/vf-x/y",
        "https://mail.google.com/mail/vf-x/../uf-y",
        "https://mail.google.com/mail/vf-x/%2e%2e/uf-y",
        "https://mail.google.com/mail/../mail/vf-x",
        "https://mail.google.com/mail/vf-x%2F..%2Fuf-y",
        "https://mail.google.com/mail/vf-x%2f..%2fuf-y",
        "https://mail.google.com/mail/vf-x%5C..%5Cuf-y",
        "https://mail.google.com/mail/vf-x%252F",
        "https://mail.google.com/mail/vf-x%0d%0aHost:evil",
        "https://mail.google.com/mail/vf-x%00",
        "https://mail.google.com/mail/vf-x%7F",
        "https://mail.google.com/mail/vf-x%zz",
        "https://mail.google.com/mail/vf-x?continue=https://evil.example",
        "https://mail.google.com/mail/vf-x?",
        "https://mail.google.com/mail/vf-x#y",
        "https://mail.google.com/mail/vf-x;jsessionid=1",
        "https://mail.google.com/mail/vf-x y",
        "https://mail.google.com/mail/vf-x\n",
        " https://mail.google.com/mail/vf-x",
        "https://mail.google.com/mail/vf-ü",
        "https://127.0.0.1/mail/vf-x",
        "https://[::1]/mail/vf-x",
      })
  void opensNothingElse(String link) {
    assertEquals(Optional.empty(), ApproveLink.of(link));
  }

  @Test
  void opensNoLinkThatIsLongerThanAnyOfGooglesAndShowsNone() {
    var longest = HOST + "/mail/vf-" + "x".repeat(1000);
    assertTrue(ApproveLink.of(longest).isPresent());
    assertEquals(Optional.empty(), ApproveLink.of(longest + "x"));
    assertFalse(ApproveLink.of(longest).toString().contains("xx"));
  }
}
