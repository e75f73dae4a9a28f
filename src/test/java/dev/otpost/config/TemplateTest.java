package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void switchesOnTheKeyOfTheRightSectionAndNothingElse() {
    var text = Template.shipped().with("http.port", "0").with("http.port", "9090").text();

    assertTrue(text.contains("\n  port: 9090\n"), text);
    assertTrue(text.contains("\n  #port: 2525\n"), text);
    assertEquals(Template.shipped().text(), text.replace("  port: 9090", "  #port: 8080"));
  }

  @Test
  void switchesOnAKeyOfASectionInASection() {
    var shipped = Template.shipped().text();

    assertEquals(
        shipped.replace("    #port: 465", "    port: 1465"),
        Template.shipped().with("smtp.tls.port", "1465").text());
    assertEquals(
        shipped.replace("  #port: 2525", "  port: 25"),
        Template.shipped().with("smtp.port", "25").text());
  }

  @Test
  void writesEveryKeySoThatItIsReadBackAsItWas() {
    var template = Template.shipped();
    var written = new ArrayList<String>();
    for (var key : Keys.ALL) {
      var value =
          switch (key.name()) {
            case "skyvern.api-key" -> "it's: #1 'key', *&!%@`{}[]|>\\\"$1";
            case "spool.path", "skyvern.api-key-file", "smtp.tls.certificate", "smtp.tls.key" ->
                "/srv/my spool: #1";
            case "smtp.tls.port" -> "465";
            case "smtp.host", "http.public.host" -> "::1";
            case "http.public.port" -> "8081";
            case "http.public-url" -> "https://otpost.example.com";
            case "http.names" -> "otpost.example.com,codes.example.com";
            case "http.token" -> "0123456789abcdef0123456789abcdef";
            case "smtp.hostname" -> "no";
            case "smtp.recipients" -> "*@gw.example.com,otp@gw.example.com";
            case "smtp.allowed-networks", "smtp.proxies", "http.proxies" ->
                "192.0.2.0/24,2001:db8::/32,::1";
            case "smtp.users" -> "jö=pbkdf2-sha256$100000$" + "A".repeat(22) + "$" + "A".repeat(43);
            case "identifiers.aliases" -> "j.d@gmail.com=jd@gmail.com,a+*@b.example=a@b.example";
            case "senders.allow" -> "*@github.com,no-reply@site.example";
            case "identifiers.allow" -> "*@example.com,+4915112345678";
            case "skyvern.proxy" -> "http://user:pass@proxy.example:3128";
            case "alerts.webhook" -> "https://hooks.example/services/T0/B0";
            case "alerts.mail.host" -> "smtp.example.com";
            case "alerts.mail.port" -> "587";
            case "alerts.mail.from" -> "otpost@example.com";
            case "alerts.mail.to" -> "ops@example.com,me@example.com";
            default -> key.standard().isEmpty() ? "/srv/some" : key.standard();
          };
      if (Template.whyNot(key.name(), value).isEmpty()) {
        template = template.with(key.name(), value);
        written.add(key.name() + "=" + value);
      }
    }

    var faults = new ArrayList<Fault>();
    var read = YamlFile.read("otpost.yaml", template.text(), faults).orElseThrow();

    assertEquals(
        written,
        Keys.ALL.stream()
            .flatMap(
                key ->
                    Optional.ofNullable(read.get(key))
                        .map(stated -> key.name() + "=" + stated.text())
                        .stream())
            .toList());
    assertEquals(Keys.ALL.size() - 1, written.size(), "all but the key with a blank in it");
    assertTrue(faults.isEmpty(), faults::toString);
  }

  @Test
  void refusesWhatCouldNotBeLoaded() {
    assertEquals(
        "give a port from 0 to 65535 (0: any free one)",
        Template.whyNot("smtp.port", "x").orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> Template.shipped().with("smtp.port", "x"));
    assertThrows(IllegalArgumentException.class, () -> Template.shipped().with("smtp.prot", "1"));
  }
}
