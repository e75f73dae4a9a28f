package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.spool.Content;
import dev.otpost.web.dashboard.html.Html;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text as it is posted, with the code or link in it set off. */
record RevealedPart(Content content) {

  Html html() {
    return tag("section", "panel revealed")
        .with("aria-labelledby", "text-h")
        .of(
            tag("h2").with("id", "text-h").of("The text as posted"),
            content.code().map(it -> found("The code", it)).orElse(Html.nothing()),
            content.link().map(it -> found("The link", it)).orElse(Html.nothing()),
            content.code().or(content::link).isEmpty()
                ? tag("p", "detail").of("No code and no link in it is certain: Skyvern reads it.")
                : Html.nothing(),
            tag("pre").with("tabindex", 0).with("dir", "auto").of(marked()),
            tag("p", "detail").of("That you looked at it is in the log."));
  }

  private static Html found(String what, String value) {
    return tag("p").of(text(what + ": "), tag("code", "code").of(Words.theirs(value)));
  }

  private Html marked() {
    var sought =
        content.code().map(RevealedPart::spread).or(() -> content.link().map(Pattern::quote));
    if (sought.isEmpty()) {
      return text(content.text());
    }
    var parts = new ArrayList<Html>();
    int behind = 0;
    var matcher = Pattern.compile(sought.get()).matcher(content.text());
    while (matcher.find()) {
      parts.add(text(content.text().substring(behind, matcher.start())));
      parts.add(tag("mark").of(matcher.group()));
      behind = matcher.end();
    }
    parts.add(text(content.text().substring(behind)));
    return all(parts.toArray(Html[]::new));
  }

  /** Also where blanks or hyphens were put in for the eye, but not inside of something longer. */
  private static String spread(String code) {
    return code.codePoints()
        .mapToObj(Character::toString)
        .map(Pattern::quote)
        .collect(Collectors.joining("[ \\u00a0-]?", "(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"));
  }
}
