package dev.otpost.parsing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // What stands together stays together.
        "<b>4</b><i>8</i><span>2</span> | 482",
        "<span>4</span> <span>8</span>\\n<span>2</span> | 4 8 2",
        "<div style='display:inline-block'>4</div><div style='display: inline-block'>8</div> | 48",
        "48<wbr>29&shy;1&zwnj;3&#8203;&#xFEFF;0 | 4829130",
        "10&nbsp;min&thinsp;5&#8239;s&#x3000;x | 10 min 5 s x",
        // Lines, paragraphs, rows, lists.
        "a<br>b<br><br><br>c | a\\nb\\n\\nc",
        "<div>a</div><div>b<div>c</div></div>d | a\\nb\\nc\\nd",
        "<p>a</p>\\n<p>b</p><h1>c</h1> | a\\n\\nb\\n\\nc",
        "<div>a</div><div><br></div><div>b</div> | a\\n\\nb",
        "<span style='display:block'>a</span><span style='display:block'>b</span> | a\\nb",
        "<table><tr><td>Ort<td>Bern<tr><td>Zeit<td>12:00</table> | Ort Bern\\nZeit 12:00",
        "<table><tr><td><p>a</p></td><td><div><p>b</p></div></td></tr></table>c | a b\\nc",
        "<table><tr><td>a<br>b</td><td>c</td></tr></table> | a\\nb\\nc",
        "<table><tr><td>a</td><td>&nbsp;</td><td><br></td><td>b</td></tr><tr><td>&nbsp;</td></tr><tr><td>c</td></tr></table>"
            + " | a b\\n"
            + "c",
        "<table><tr><td>a</td><td><table><tr><td>b</td></tr><tr><td>c</td></tr></table></td></tr></table>"
            + " | a b\\n"
            + "c",
        "<ul><li>a<li><div>b</div><li></ul>c | - a\\n- b\\n\\nc",
        "<ol><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ol> | 1. a\\n2. b\\n- c\\n3. d",
        "<pre>a  b\\n c</pre> | a b\\nc",
        "<div style='white-space:pre-wrap'>a\\nb</div> | a\\nb",
        // Links.
        "<a href='https://x.example/?a=1&amp;b=%20&copy=2'>go</a>. | go"
            + " <https://x.example/?a=1&b=%20&copy=2>.",
        "<a href='https://x.example/?a=&quot;&lt;&#39;'>go</a> | go <https://x.example/?a=\"%3C'>",
        "<a href=' https://x.example/a\\nb '>go </a>on | go <https://x.example/ab> on",
        "<a href='https://x.example/'>https://x.example/</a> | https://x.example/",
        "<ul><li><a href='https://x.example/'>https://x.example/</a></ul> | - https://x.example/",
        "<a href='HTTPS://x.example/'>go</a> | go <HTTPS://x.example/>",
        "<a href='mailto:a@x.example'>a@x.example</a> <a href='javascript:x'>b</a> <a"
            + " href='/c'>c</a> <a>d</a> | a@x.example b c d",
        "<a href='https://x.example/'><img src=b.png width=200></a> | <https://x.example/>",
        "<a href='https://x.example/'><img src=b.png width=1 alt=x></a>a | a",
        "<a href='https://x.example/'></a>a | a",
        "<a href='https://x.example/'><table><tr><td>go</td></tr></table></a>b | go"
            + " <https://x.example/>\\n"
            + "b",
        // Pictures.
        "a<img alt='Acme  Inc'>b | a Acme Inc b",
        "<img alt=4><img alt=8><img alt=2> | 482",
        "<img alt=x width=1 height=1><img alt=x style='width:0px'><img alt=x height='2px'>a | a",
        "<img alt='' width=50>a | a",
        "<div style='font-size:0'><img alt='code 482913'><img alt='Acme'></div> | code 482913",
        "<b>4&#xFE0F;&#x20E3;</b>8&#xFE0F;&#x20E3; | 48",
        // What is left of broken HTML.
        "a<b>b<i>c</b>d</i> | abcd",
        "a < b & c > d | a < b & c > d",
        "<p>a</div></td>b | ab",
        "<!-- a -->b<!-- c | b",
        "<![CDATA[a]]>b | b",
        "<?php a ?>b | b",
        "<input value='4711'><input type=hidden value=x> | 4711",
        "<o:p>a</o:p><font>b</font><nosuch>c</nosuch> | abc",
      })
  void readsAsItLooks(String html, String text) {
    assertEquals(text.replace("\\n", "\n"), HtmlText.of(html.replace("\\n", "\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style='display:none'>x</div>",
        "<div style='color:red;DISPLAY : None !important;'>x</div>",
        "<span style='visibility:hidden'>x</span>",
        "<span style='mso-hide:all'>x</span>",
        "<p hidden>x</p>",
        "<p hidden='until-found'>x</p>",
        "<div style='font-size:0'>x</div>",
        "<div style='font-size:0.0px'>x<b>x</b><img alt=x></div>",
        "<div style='font:0/0 a'>x</div>",
        "<div style='font-size:0'><div style='font-size:100%'>x</div></div>",
        "<div style='max-height:0;overflow:hidden'>x</div>",
        "<div style='overflow:hidden;height:0px'>x</div>",
        "<div style='width:0;overflow-y:hidden'>x</div>",
        "<div style='opacity:0'>x</div>",
        "<div style='opacity:0.0'><a href='https://x.example/'>x</a></div>",
        "<script>x</script>",
        "<style>x</style>",
        "<title>x</title>",
        "<template>x</template>",
        "<iframe>x</iframe>",
        "<svg><text>x</text></svg>",
        "<!-- x -->",
        "<!--[if mso]>x<![endif]-->",
        "<style>.pre{display:none}</style><div class='pre'>x</div>",
        "<style>div.pre , #p2 { DISPLAY:none !important; }</style><div class='a Pre b'>x</div><p"
            + " id=p2>x</p>",
        "<style>/* .y */ @import url(a); .pre{mso-hide:all}</style><i class=pre>x</i>",
        "<style>@media screen{.z{color:red}} .pre{font-size:0}</style><i class=pre>x</i>",
        "<style>.pre{display:none!important}</style><i class=pre style='display:block'>x</i>",
        "<div style='display:block;display:none'>x</div>",
        "<div style='display:none!important;display:block'>x</div>",
        "<span style='color:#ffffff'>x</span>",
        "<span style='color:#FFF;background-color:white'>x</span>",
        "<table bgcolor='#f4f4f4'><tr><td><i style='color:#f4f4f4'>x</i></td></tr></table>",
        "<div style='background:#333'><i style='color:rgb(51, 51, 51)'>x</i></div>",
        "<span style='color:transparent'>x</span>",
      })
  void leavesOutWhatIsNotSeen(String html) {
    assertEquals("ab", HtmlText.of("a" + html + "b").replace("\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style='font-size:0px'><span style='font-size:16px'>x</span></div>",
        "<div style='font-size:0px'><span style='font:bold 16px/20px Arial'>x</span></div>",
        "<div style='opacity:0.5'>x</div>",
        "<div style='max-height:0'>x</div>",
        "<div style='overflow:hidden'>x</div>",
        "<div style='max-height:10px;overflow:hidden'>x</div>",
        "<div style='font-size:0.8em'>x</div>",
        "<div style='display:;;:x'>x</div>",
        "<div style='background:url(data:a;display:b)'>x</div>",
        "<![if !mso]>x<![endif]>",
        "<noscript>x</noscript>",
        "<style>@media (max-width:600px){.m{display:none}}</style><i class=m>x</i>",
        "<style>.m{display:none}</style><i class=m style='display:inline!important'>x</i>",
        "<style>.m .n{display:none} .o>.m{display:none}</style><i class=m>x</i>",
        "<style>.m{display:none} .m{display:inline}</style><i class=m>x</i>",
        "<style>.m{color:red;;} }{ .n{</style><i class=m>x</i>",
        "<div style='display:none;display:inline'>x</div>",
        "<table bgcolor='#0066cc'><tr><td><i style='color:#fff'>x</i></td></tr></table>",
        "<table background='a.png'><tr><td><i style='color:#fff'>x</i></td></tr></table>",
        "<div style='background:#fff url(a.png)'><i style='color:#fff'>x</i></div>",
        "<div style='background-image:linear-gradient(red,blue)'><i style='color:#fff'>x</i></div>",
        "<style>.b{background:#06c}</style><div class=b><i style='color:white'>x</i></div>",
        "<style>.b td{background:#06c}</style><i style='color:white'>x</i>",
        "<div style='color:#fff'><i style='color:#000'>x</i></div>",
        "<div style='color:#fff'><a href='/y'>x</a></div>",
        "<div style='background:#000;color:#fff'>x</div>",
      })
  void keepsWhatIsSeen(String html) {
    assertEquals("axb", HtmlText.of("a" + html + "b").replace("\n", ""));
  }

  @Test
  void remembersWhatIsNotSeenUpToALimit() {
    var hidden = "<p style='display:none'>one <b>1</b></p><i style='color:#fff'>two</i>";
    assertEquals("one 1\ntwo", HtmlText.read(hidden + "<script>x</script>").unseen());
    var many = HtmlText.read("<p hidden>word</p>".repeat(Limits.UNSEEN_CHARS)).unseen();
    assertTrue(many.length() <= Limits.UNSEEN_CHARS && many.length() > Limits.UNSEEN_CHARS / 2);
  }

  @Test
  void readsStylesUpToALimit() {
    var rule = "<style>.a{display:none}</style>";
    var filler = "<style>" + " ".repeat(Limits.STYLE_CHARS - 16);
    assertEquals("", HtmlText.of(filler + ".a{display:none}</style><p class=a>x</p>"));
    assertEquals(
        "x",
        HtmlText.of(
            filler
                + "</style>"
                + "<style>"
                + " ".repeat(16)
                + "</style>"
                + rule
                + "<p class=a>x</p>"));
  }

  @Test
  void readsTheDeclarationsOfARuleUpToALimit() {
    var hide = "display:none";
    var filler = " ".repeat(Limits.DECLARATIONS_CHARS - hide.length());
    assertEquals("", HtmlText.of("<style>.a{" + hide + filler + "}</style><p class=a>x</p>"));
    assertEquals("x", HtmlText.of("<style>.a{" + hide + filler + " }</style><p class=a>x</p>"));
  }

  @Test
  void leavesOutLinksLongerThanTheLimit() {
    var link = "https://x.example/" + "a".repeat(Limits.LINK_CHARS - 18);
    assertEquals("go <" + link + ">", HtmlText.of("<a href='" + link + "'>go</a>"));
    assertEquals("go", HtmlText.of("<a href='" + link + "a'>go</a>"));
  }

  @Test
  void endsAtTheLimitOfTheText() {
    assertEquals(Limits.TEXT_CHARS, HtmlText.of("<p>" + "a".repeat(Limits.TEXT_CHARS)).length());
    assertEquals(
        Limits.TEXT_CHARS, HtmlText.of("<p>" + "a".repeat(Limits.TEXT_CHARS + 1)).length());
    assertEquals(
        Limits.TEXT_CHARS - 1, HtmlText.of("<p>a" + "😀".repeat(Limits.TEXT_CHARS / 2)).length());
  }
}
