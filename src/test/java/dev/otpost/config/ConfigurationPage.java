package dev.otpost.config;

import dev.otpost.shipped.Roff;
import java.io.IOException;

/** otpost.yaml(5): every key, as {@code conf/otpost.yaml} explains it. */
public final class ConfigurationPage {

  private ConfigurationPage() {}

  public static String of(String version, String date) throws IOException {
    var file = ShippedFile.read();
    var page =
        new Roff("otpost.yaml", 5, date, version)
            .name("otpost.yaml", "configuration of otpost, which posts 2FA mail to Skyvern")
            .section("DESCRIPTION");
    // The first is a headline.
    file.preface().stream().skip(1).forEach(page::paragraph);
    page.paragraph(
        "NAME in a key stands for one of your choice, "
            + Family.NAMES
            + ". In the environment dots and dashes are underscores.");
    page.section("KEYS");
    for (var entry : file.entries()) {
      if (!entry.isSection()) {
        key(page, entry);
      } else if (!entry.comment().isEmpty() || file.keys().stream().anyMatch(entry::holds)) {
        section(page, entry);
      }
    }
    page.section("FILES")
        .item("/etc/otpost/otpost.yaml", "Where it is looked for unless otpost is told otherwise.")
        .section("SEE ALSO")
        .paragraph("otpost(8), which says where the file is looked for; otpost check tries it.");
    return page.toString();
  }

  private static void section(Roff page, ShippedFile.Entry section) {
    page.subsection(named(section.name()));
    if (!section.comment().isEmpty()) {
      page.paragraph(section.comment());
    }
  }

  private static void key(Roff page, ShippedFile.Entry entry) {
    var key = Keys.named(entry.name().replace("*", "name")).orElseThrow();
    page.item(named(entry.name()), key.meaning()).further(key.choice());
    // Of a secret one the form says enough.
    if (key.standard().isEmpty() && !key.form().secret()) {
      page.further("Example: " + entry.value());
    }
    page.further("In the environment: " + key.variable());
  }

  private static String named(String name) {
    return name.replace("*", "NAME");
  }
}
