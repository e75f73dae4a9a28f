package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Kind;
import dev.otpost.message.State;
import dev.otpost.story.Browser.Look;
import dev.otpost.web.dashboard.Dashboard;
import dev.otpost.web.dashboard.FakeDesk;
import dev.otpost.web.dashboard.MadeUp;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.http.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser. Screenshots are in {@code target/screenshots}. */
class DashboardIT {

  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path profile;

  private interface Visit {
    void with(Browser browser) throws Exception;
  }

  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_LIGHT", "PHONE_DARK"})
  void isThereForEverybody(Look look) throws Exception {
    isThere(look);
  }

  @Tag("system")
  @ParameterizedTest
  @EnumSource(names = {"DESKTOP_DARK", "PHONE_LIGHT"})
  void isThereForEverybodyElse(Look look) throws Exception {
    isThere(look);
  }

  /** Takes some seconds: axe-core looks at seven pages. */
  private void isThere(Look look) throws Exception {
    visit(
        MadeUp.goodDay(),
        browser -> {
          browser.look(look);
          var barriers = new ArrayList<String>();
          for (var page :
              List.of("/", "/messages/28", "/test", "/login?failed=wrong", "/messages/999")) {
            browser.open(page);
            inspect(browser, look, page.replaceAll("[^a-z0-9]+", "-"), barriers);
          }
          browser.open("/messages/30").click("button.reveal", ".revealed mark");
          inspect(browser, look, "-revealed", barriers);
          browser.open("/test").click(".test button", ".result");
          inspect(browser, look, "-tested", barriers);

          assertEquals(List.of(), barriers);
        });
  }

  private static void inspect(Browser browser, Look look, String page, List<String> barriers)
      throws Exception {
    var name = look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    browser.photograph("dashboard" + (page.equals("-") ? "" : page) + "-" + name);
    assertEquals(
        "true",
        browser.ask("return document.documentElement.scrollWidth <= innerWidth"),
        () -> page + " is wider than the screen");
    browser.barriers().forEach(it -> barriers.add(page + " " + it));
  }

  /** Takes some seconds: the page is laid out anew for each width. */
  @Test
  void cutsNoColumnOffInAnyWindow() throws Exception {
    visit(
        MadeUp.goodDay(),
        browser -> {
          browser.look(Look.DESKTOP_LIGHT).open("/");
          for (int width = 320; width <= 1400; width += 20) {
            browser.wide(width);
            assertEquals(
                "0",
                browser.ask(
                    "const r = document.querySelector('.rows');"
                        + "return Math.max(0, r.scrollWidth - r.clientWidth)"),
                "at " + width + " px");
          }
        });
  }

  @Test
  void isWalkedThroughByKeyboard() throws Exception {
    visit(
        MadeUp.goodDay(),
        browser -> {
          browser.look(Look.DESKTOP_LIGHT).open("/");
          browser.press(Keys.TAB);
          assertEquals("Skip to the content", focus(browser, "textContent"));
          browser.press(Keys.ENTER);
          assertEquals("main", focus(browser, "id"));

          browser.open("/");
          var steps = new ArrayList<String>();
          for (int i = 0; i < 60 && !steps.contains("Show"); i++) {
            browser.press(Keys.TAB);
            assertEquals("true", browser.ask(FOCUS_IS_SEEN), () -> "no focus after " + steps);
            assertEquals("true", browser.ask(FOCUS_GOES_ON), () -> "back again after " + steps);
            steps.add(focus(browser, "textContent"));
          }
          for (var stop : List.of("Overview", "Test", "Say yes at Google", "In figures", "Show")) {
            assertTrue(steps.contains(stop), () -> stop + " is not in " + steps);
          }

          browser.open("/messages/30");
          browser.ask("document.querySelector('#anyway summary').focus()");
          browser.press(Keys.SPACE);
          assertTrue(browser.find("button.post").isDisplayed());
        });
  }

  private static final String FOCUS_IS_SEEN =
      "const s = getComputedStyle(document.activeElement);"
          + "return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2";

  private static final String FOCUS_GOES_ON =
      "const was = window.focused; window.focused = document.activeElement;"
          + "return !was || !!(was.compareDocumentPosition(window.focused) & 4)";

  private static String focus(Browser browser, String property) {
    return browser.ask("return document.activeElement." + property).strip();
  }

  @Test
  void doesEverythingWithoutScripts() throws Exception {
    var desk = MadeUp.goodDay();
    visit(
        desk,
        browser -> {
          browser.look(Look.DESKTOP_LIGHT).withoutScripts().open("/");
          assertTrue(browser.text().contains("UTC"), browser::text);
          browser.find("select[name=state] option[value=held]").click();
          browser.click(".go button", ".go a");
          assertEquals(2, browser.count("tr[data-id]"));
          browser.click("tr[data-id='30'] a", "button.drop");
          browser.click("button.drop", ".notice");
          assertTrue(browser.text().contains("Done."), browser::text);
          browser.find("#anyway summary").click();
          browser.find("button.post").click();
          browser.open("/test").click(".test button", ".result");
          assertTrue(browser.text().contains("It did not come all the way"), browser::text);
          assertEquals(List.of("drop 30", "post 30", "test"), desk.done);
        });
  }

  @Test
  void showsANewMailWithinSecondsAndLeavesTheFocusWhereItIs() throws Exception {
    var desk = MadeUp.goodDay();
    visit(
        desk,
        browser -> {
          browser.look(Look.DESKTOP_LIGHT).open("/");
          assertFalse(browser.text().contains("UTC"), "times are not those of the place");
          browser.ask("document.querySelector('tr[data-id=\"30\"] a').focus()");

          desk.put(
              FakeDesk.story(
                  FakeDesk.entry(39, State.DELIVERED, Kind.CODE, "new@example.com", "new.example")),
              Optional.empty());

          Until.holds("the new mail is seen", SOON, () -> browser.count("tr[data-id='39']") == 1);
          assertEquals("One new mail.", browser.find("#news").getText());
          assertEquals(
              "30",
              browser.ask("return document.activeElement.closest('tr').dataset.id"),
              "the focus went elsewhere");
        });
  }

  /** Takes as long as a browser waits before it asks for events again, which is three seconds. */
  @Test
  void asksAgainForEventsWhoseTimeIsOverAndSaysNothingOfIt() throws Exception {
    var desk = MadeUp.goodDay();
    var limits = HttpSettings.Limits.DEFAULT.withEventsTime(Duration.ofSeconds(1));
    try (var web = serve(desk, new HttpSettings("127.0.0.1", 0).with(limits));
        var browser = Browser.start(profile, "http://127.0.0.1:" + web.address().getPort())) {
      browser.look(Look.DESKTOP_LIGHT).open("/");
      browser.ask(HEAR_NEWS);
      Until.holds("it has looked again", SOON, () -> !browser.ask(LOOKED_AGAIN).equals("null"));

      desk.put(
          FakeDesk.story(
              FakeDesk.entry(39, State.DELIVERED, Kind.CODE, "new@example.com", "new.example")),
          Optional.empty());

      Until.holds("the new mail is seen", SOON, () -> browser.count("tr[data-id='39']") == 1);
      assertEquals("One new mail.", browser.ask("return window.heard.join()"));
    }
  }

  /** Takes as long as a browser waits before it asks for events again, twice. */
  @Tag("system")
  @Test
  void saysThatOtpostDoesNotAnswerAndThatItDoesAgain() throws Exception {
    var desk = MadeUp.goodDay();
    var web = serve(desk, new HttpSettings("127.0.0.1", 0));
    int port = web.address().getPort();
    try (var browser = Browser.start(profile, "http://127.0.0.1:" + port)) {
      browser.look(Look.DESKTOP_LIGHT).open("/");
      browser.ask(HEAR_NEWS);
      web.close();
      var lost = "otpost does not answer. This page is as it was.";
      Until.holds("it is missed", SOON.multipliedBy(3), () -> browser.text().contains(lost));

      web = serve(desk, new HttpSettings("127.0.0.1", port));
      Until.holds(
          "it is back", SOON.multipliedBy(3), () -> browser.text().contains("answers again"));
      assertEquals(lost + ",otpost answers again.", browser.ask("return window.heard.join()"));
    } finally {
      web.close();
    }
  }

  /** All that is said aloud to whoever listens to the page. */
  private static final String HEAR_NEWS =
      "window.heard = []; const news = document.getElementById('news');"
          + "new MutationObserver(() => window.heard.push(news.textContent))"
          + ".observe(news, {childList: true})";

  private static final String LOOKED_AGAIN =
      "return document.documentElement.dataset.refreshed || null";

  @Test
  void doesNotTakeAwayWhatIsBeingTyped() throws Exception {
    var desk = MadeUp.goodDay();
    visit(
        desk,
        browser -> {
          browser.look(Look.DESKTOP_LIGHT).open("/");
          browser.find("input[name=site]").sendKeys("gith");
          desk.put(
              FakeDesk.story(
                  FakeDesk.entry(39, State.DELIVERED, Kind.CODE, "new@example.com", "new.example")),
              Optional.empty());
          Until.holds("the new mail is seen", SOON, () -> browser.count("tr[data-id='39']") == 1);
          browser.find("input[name=site]").sendKeys("ub");
          assertEquals("github", browser.ask("return document.activeElement.value"));
        });
  }

  @Test
  void aHostileMailDoesNothing() throws Exception {
    visit(
        MadeUp.hostile(),
        browser -> {
          browser.look(Look.DESKTOP_LIGHT);
          var pages =
              new ArrayList<>(List.of("/", "/?site=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"));
          for (int id = 1; id <= MadeUp.ATTACKS.size(); id++) {
            pages.add("/messages/" + id);
          }
          for (var page : pages) {
            // A dialog, if one opened, would end each of these in an exception.
            browser.open(page);
            assertEquals(0, browser.count("main img, main b, main script, main iframe"), page);
            assertEquals(0, browser.count("a[href^='javascript'], [onclick], [onmouseover]"), page);
            if (page.startsWith("/messages")) {
              browser.click("button.reveal", ".revealed");
              assertTrue(browser.text().contains("The text as posted"), browser::text);
              assertEquals(0, browser.count("main img, main b, main script, main iframe"), page);
            }
          }
          browser.open("/").photograph("dashboard-hostile");
          assertEquals(List.of(), browser.strangers());
        });
  }

  private void visit(FakeDesk desk, Visit visit) throws Exception {
    try (var web = serve(desk, new HttpSettings("127.0.0.1", 0));
        var browser = Browser.start(profile, "http://127.0.0.1:" + web.address().getPort())) {
      visit.with(browser);
    }
  }

  private static WebServer serve(FakeDesk desk, HttpSettings settings) throws IOException {
    return WebServer.start(settings, Dashboard.resources(desk, () -> FakeDesk.NOW));
  }
}
