package dev.otpost.web.dashboard.html;

import static dev.otpost.web.dashboard.html.Tag.tag;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

  @Test
  void writesTextSoThatItIsSeenAsItIs() {
    assertEquals(
        "<p title=\"&quot;&gt;&#39;&amp;\">&lt;b&gt; &amp;amp; \uFFFD\n</p>",
        written(tag("p").with("title", "\">'&").of("<b> &amp; \u0000\n")));
  }

  @Test
  void endsWhatHasAnEndOnly() {
    assertEquals(
        "<p class=\"a\"><br><input required></p>",
        written(tag("p", "a").of(tag("br"), tag("input").when(true, "required"))));
    assertEquals("<p></p>", written(tag("p").when(false, "hidden").of(Html.nothing())));
  }

  @ParameterizedTest
  @CsvSource({
    "onclick,x",
    "style,x",
    "srcdoc,x",
    "href,javascript:x",
    "href,//evil.example",
    "href,/\\evil",
    "src,http://evil.example",
    "action,https://evil.example",
    "href,''"
  })
  void hasNoAttributeThatActsOrLeadsAway(String attribute, String value) {
    assertThrows(IllegalArgumentException.class, () -> tag("a").with(attribute, value));
  }

  @Test
  void hasNoScriptInAPage() {
    assertThrows(IllegalArgumentException.class, () -> tag("script").of("alert(1)"));
    assertThrows(IllegalArgumentException.class, () -> tag("style"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mail.google.com/mail/vf-x",
        "https://mail-settings.google.com/mail/vf-%5BA%5D-b?c=d",
        "HTTPS://MAIL.GOOGLE.COM/x"
      })
  void followsALinkToGoogle(String link) {
    assertEquals(
        "<a href=\"%s\" rel=\"noreferrer noopener\" target=\"_blank\"></a>".formatted(link),
        written(Tag.link(GoogleLink.of(link).orElseThrow())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://mail.google.com/x",
        "https://google.com.evil.example/x",
        "https://evilgoogle.com/x",
        "https://mail.google.com@evil.example/x",
        "https://user@mail.google.com/x",
        "https://mail.google.com:8443/x",
        "https:mail.google.com",
        "javascript:alert(1)//https://mail.google.com",
        "//mail.google.com/x",
        "https://mail.google.com/\"onclick=\"x",
        " https://mail.google.com/x",
        ""
      })
  void followsNoOtherLink(String link) {
    assertTrue(GoogleLink.of(link).isEmpty());
  }

  private static String written(Html html) {
    var out = new StringBuilder();
    html.writeTo(out);
    return out.toString();
  }
}
