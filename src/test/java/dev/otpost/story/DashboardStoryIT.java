package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.demo.Answer;
import dev.otpost.story.Browser.Look;
import dev.otpost.web.pull.Run;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator in a real browser, before the product as it is shipped. */
class DashboardStoryIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOKEN = "sms-token-Zq7wKp3NvX9t";
  private static final String PASSWORD = "correct horse battery staple";

  /**
   * Where one of these did anything, a dialog would open, and the browser would refuse to go on.
   */
  private static final String ATTACK =
      "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>";

  @RegisterExtension final Stage stage = new Stage();

  @TempDir Path profile;

  DashboardStoryIT() throws IOException {}

  @Test
  void whoBeginsIsLedFromAnEmptyPageToTheFirstCode() throws Exception {
    var daemon = stage.daemon();
    try (var browser = browse(daemon)) {
      browser.look(Look.DESKTOP_LIGHT).open("/").photograph("story-new");
      assertShows(browser, "All is well", "1 of 4 done", "No mail has come yet", "No mail came.");
      assertShows(browser, "nothing was posted yet");
      assertEquals(0, browser.count(".out button"), "there is nobody to sign out");
      assertEquals(List.of(), browser.barriers());

      browser.click(".checklist a[href='/test']", ".test button");
      browser.click(".test button", ".result").photograph("story-test");
      assertShows(browser, "It came all the way", "Skyvern takes it", "Skyvern shows it");
      assertEquals(List.of(), browser.barriers());

      browser.open("/");
      assertShows(browser, "3 of 4 done", "reachable, the key is accepted", "1 mail, 1 with");
    }
  }

  @Tag("system")
  @Test
  void aTestMailShowsWhereItBreaks() throws Exception {
    var daemon = stage.daemon();
    stage.skyvern().goDown();
    try (var browser = browse(daemon)) {
      browser.look(Look.PHONE_LIGHT).open("/test").click(".test button", ".result");
      assertShows(browser, "It did not come all the way", "no connection", "To do: ");
      browser.photograph("story-test-down");
    }
  }

  @Test
  void eachMailHasItsStoryAndTheButtonsMoveIt() throws Exception {
    stage
        .skyvern()
        .answerBy(
            post ->
                switch (post.identifier()) {
                  case "refused@example.com" -> Optional.of(Answer.json(422, ATTACK));
                  case "late@example.com" -> Optional.of(Answer.status(503));
                  default -> Optional.empty();
                });
    var daemon =
        stage.daemon("OTPOST_SMS_TOKEN", TOKEN, "OTPOST_IDENTIFIERS_ALLOW", "*@example.com, +*");
    try (var browser = browse(daemon)) {
      browser.look(Look.DESKTOP_LIGHT).open("/");
      send(daemon, Mail.FROM, new Mail(471_108, "john@example.com").bytes());
      Until.holds("it is seen live", SOON, () -> browser.count("tr.delivered[data-id='1']") == 1);
      send(daemon, Mail.FROM, new Mail(2, "refused@example.com").bytes());
      send(daemon, Mail.FROM, new Mail(3, "late@example.com").bytes());
      send(daemon, Mail.FROM, new Mail(4, "jane@elsewhere.org").bytes());
      send(daemon, Mail.FROM, shipped("af-ambiguous-two-devices"));
      send(daemon, Mail.FROM, shipped("ckb-magic"));
      send(daemon, "forwarding-noreply@google.com", shipped("gmail-confirmation-2025"));
      send(daemon, "", BOUNCE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      textMessage(daemon);
      try (var client = HttpClient.newHttpClient()) {
        var run = new Run(client, daemon.httpPort(), Stage.KEY, "wr_7", "tsk_7");
        assertEquals("000003", run.code(Run.path("late@example.com")));
      }
      var rows = "tr.%s[data-id='%d']";
      for (var row :
          List.of(
              rows.formatted("refused", 2),
              rows.formatted("served", 3),
              rows.formatted("held", 4),
              rows.formatted("held", 7),
              rows.formatted("ignored", 8),
              rows.formatted("delivered", 9))) {
        Until.holds(row, SOON, () -> browser.count(row) == 1);
      }
      var heights =
          "const h = id => document.querySelector(`tr[data-id='${id}']`).offsetHeight;"
              + "return h(8) <= 2 * h(1)";
      assertEquals("true", browser.ask(heights), "one row is much taller");

      var barriers = new ArrayList<String>();
      for (var look : List.of(Look.DESKTOP_LIGHT, Look.PHONE_DARK)) {
        browser.look(look).open("/").photograph("story-" + look.name().toLowerCase(Locale.ROOT));
        assertShows(browser, "3 things need you", "Say yes at Google", "a text message");
        assertEquals(
            "true", browser.ask("return document.documentElement.scrollWidth <= innerWidth"));
        barriers.addAll(browser.barriers());
      }
      browser.look(Look.DESKTOP_LIGHT).open("/");
      browser.click(".concerns a[href*='held']", ".go a");
      assertEquals(4, browser.count("tr.held"), browser::text);
      browser.open("/?text=elsewhere");
      assertEquals(1, browser.count("tr[data-id]"), browser::text);

      browser.open("/messages/3").photograph("story-served");
      assertShows(browser, "durable", "deferred", "HTTP 503", "fetched by wr_7");
      barriers.addAll(browser.barriers());
      browser.open("/messages/7");
      assertEquals(0, browser.count("button.retry, button.post"), "Gmail's question is not posted");

      browser.open("/messages/1").click("button.reveal", ".revealed mark");
      assertEquals("471108", browser.find(".revealed mark").getText());
      assertTrue(
          daemon.awaitLine(it -> it.contains("content_revealed"), SOON).isPresent(),
          "it is in the log");
      assertFalse(String.join("\n", daemon.log()).contains("471108"), "without the code");
      barriers.addAll(browser.barriers());
      assertEquals(List.of(), barriers);

      stage.skyvern().answerBy(_ -> Optional.empty());
      browser.open("/messages/2").click("button.retry", ".notice");
      Until.holds("it is delivered", SOON, () -> browser.count("#story .done") == 1);
      browser.open("/messages/4").click("button.drop", ".notice");
      assertShows(browser, "dropped by the operator");
      browser.open("/messages/1");
      int before = stage.skyvern().posts().size();
      browser.find("#anyway summary").click();
      browser.click("button.post", ".notice");
      stage.skyvern().awaitPosts(before + 1, SOON);
      Until.holds("it is forced", SOON, () -> browser.text().contains("by the operator"));
    }
  }

  @Tag("system")
  @Test
  void thePasswordIsAskedForAndWhoLeavesIsOutAlsoWithoutScripts() throws Exception {
    var daemon = stage.daemon("OTPOST_HTTP_PASSWORD", PASSWORD);
    send(daemon, Mail.FROM, new Mail(1, "john@example.com").bytes());
    stage.skyvern().awaitPosts(1, SOON);
    try (var browser = browse(daemon)) {
      browser.look(Look.PHONE_LIGHT).withoutScripts().open("/messages/1");
      browser.find("#password").sendKeys("wrong");
      browser.click(".login button", "#failure").photograph("story-login");
      assertShows(browser, "That is not the password.");
      browser.find("#password").sendKeys(PASSWORD);
      browser.click(".login button", "button.reveal");
      browser.click("button.reveal", ".revealed mark");
      browser.click(".out button", ".login");
      browser.open("/messages/1");
      assertEquals(1, browser.count("#password"), browser::text);
    }
  }

  @Test
  void aHostileMailAndTextMessageAreShownAndDoNothing() throws Exception {
    var daemon = stage.daemon("OTPOST_SMS_TOKEN", TOKEN);
    var mail =
        """
        Received: from <script>alert(4)</script> by mx.example.com; Mon, 23 Nov 2026 09:00:00 +0000
        Message-ID: <%1$s@evil.example>
        From: "%2$s" <"<script>alert(5)</script>"@evil.example>
        To: "%2$s" <"<b>john</b>"@example.com>
        Subject: %1$s your code is 471108
        X-Forwarded-To: %1$s
        MIME-Version: 1.0
        Content-Type: text/html; charset=utf-8

        <p>Your code is <b>471108</b> &lt;script&gt;alert(6)&lt;/script&gt; \u202Egnp.exe</p>%1$s
        """
            .formatted(ATTACK, ATTACK.replace("\"", "\\\""));
    send(daemon, Mail.FROM, mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    send(
        daemon,
        "\"<img/src=x/onerror=alert(7)>\"@evil.example",
        new Mail(471_108, "\"<img/src=x/onerror=alert(8)>\"@example.com").bytes());
    textMessage(daemon);
    try (var browser = browse(daemon)) {
      browser.look(Look.DESKTOP_LIGHT).open("/");
      Until.holds("they are there", SOON, () -> browser.count("tr[data-id]") == 3);
      for (int id = 0; id <= 3; id++) {
        browser.open(id == 0 ? "/" : "/messages/" + id);
        harmless(browser);
        if (id > 0) {
          browser.click("button.reveal", ".revealed");
          harmless(browser);
          assertShows(browser, "471108");
        }
      }
      browser.open("/").photograph("story-hostile");
      assertEquals(List.of(), browser.strangers());
    }
  }

  private static void harmless(Browser browser) {
    assertEquals(0, browser.count("main img, main b, main script, main iframe, [onload]"));
  }

  private Browser browse(Daemon daemon) {
    return Browser.start(profile, "http://127.0.0.1:" + daemon.httpPort());
  }

  private static void assertShows(Browser browser, String... words) throws Exception {
    for (var shown : words) {
      Until.holds(shown + " is seen", SOON, () -> browser.text().contains(shown));
    }
  }

  private static void send(Daemon daemon, String from, byte[] mail) throws Exception {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      var reply = client.send(from, Stage.GATEWAY, mail);
      assertTrue(reply.isYes(), reply::line);
    }
  }

  /** One of those that the reading of mails is tested with. */
  private static byte[] shipped(String name) throws IOException {
    return Files.readString(
            Path.of("src/test/resources/mail", name + ".eml"), StandardCharsets.ISO_8859_1)
        .replaceAll("\r?\n", "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void textMessage(Daemon daemon) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/sms".formatted(daemon.httpPort())))
              .header("Authorization", "Bearer " + TOKEN)
              .POST(
                  BodyPublishers.ofString(
                      "{\"from\":\"<b>1</b>\",\"to\":\"+4915112345678\",\"body\":\"%s code 471108\"}"
                          .formatted(ATTACK.replace("\"", "\\\""))))
              .build();
      assertEquals(200, http.send(request, BodyHandlers.ofString()).statusCode());
    }
  }

  private static final String BOUNCE =
      """
      From: MAILER-DAEMON@mx.example.com
      To: otp@gw.example.net
      Subject: Undelivered Mail Returned to Sender
      Auto-Submitted: auto-replied
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: text/plain

      could not be delivered
      --b
      Content-Type: message/delivery-status

      Action: failed
      --b--
      """;
}
