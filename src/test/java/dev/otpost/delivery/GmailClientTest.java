package dev.otpost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.Beside;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Beside
final class GmailClientTest {

  private static final ApproveLink LINK =
      link("https://mail-settings.google.com/mail/vf-%5BA%5D-b");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // One certificate for all tests: making it is what takes time.
  @TempDir private static Path directory;

  private static ApproveLink link(String link) {
    return ApproveLink.of(link).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail-settings.google.com/mail/vf-%5BA%5D-b",
        "mail.google.com/mail/u/0/vf-%5bA%5d-b"
      })
  void sendsTheEmptyFormOnceToTheLinkAsItIsWritten(String to) throws Exception {
    try (var google = new Google(directory, Google.page(200, "<title>Success</title>"));
        var client = new GmailClient(google.client(), PATIENCE)) {
      var approval = client.approve(link("https://" + to));
      assertTrue(approval.well());
      assertEquals(
          List.of(new Google.Asked("POST", to, "application/x-www-form-urlencoded", 0)),
          google.asked());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | 200 | <title>Confirmed &amp; done</title> | HTTP 200, \"Confirmed &amp; done\";"
            + " see",
        "true | 200 | <TITLE lang=x> a\u0007 \"b\"  c </TITLE> | HTTP 200, \"a b c\"; see",
        "true | 200 | <title>for j@g.example and otp@gw.example</title> | \"for … and …\"",
        "true | 200 | nothing | HTTP 200; see in Gmail's settings",
        "false | 404 | <title>Not Found</title> | HTTP 404, \"Not Found\"; open the link yourself",
        "false | 500 | '' | HTTP 500; open the link yourself",
      })
  void saysWhatCameBack(boolean well, int status, String page, String said) throws Exception {
    try (var google = new Google(directory, Google.page(status, page));
        var client = new GmailClient(google.client(), PATIENCE)) {
      var approval = client.approve(LINK);
      assertEquals(well, approval.well());
      assertTrue(approval.because().contains(said), approval.because());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://accounts.google.com/signin?continue=x, to accounts.google.com",
    "https://mail-settings.google.com/mail/vf-other, to mail-settings.google.com",
    "/mail/vf-other, to mail-settings.google.com",
    "http://evil.example/mail/vf-x, to evil.example",
    "javascript:alert(1), HTTP 302",
  })
  void followsNoRedirectAndSaysWhereItLed(String location, String said) throws Exception {
    try (var google = new Google(directory, Google.redirect(location));
        var client = new GmailClient(google.client(), PATIENCE)) {
      var approval = client.approve(LINK);
      assertFalse(approval.well());
      assertTrue(approval.because().contains(said), approval.because());
      assertFalse(approval.because().contains("signin"), approval.because());
      assertEquals(1, google.asked().size());
    }
  }

  @Test
  void sendsNothingToWhoeverCannotProveToBeGoogle() throws Exception {
    try (var google = new Google(directory, Google.page(200, "fine"));
        var client = new GmailClient(google.strangers(), PATIENCE)) {
      var approval = client.approve(LINK);
      assertFalse(approval.well());
      assertTrue(approval.because().startsWith("no secure connection"), approval.because());
      assertEquals(List.of(), google.asked());
    }
  }

  @Test
  void readsNoMoreOfAnEndlessPageThanItsBeginning() throws Exception {
    try (var google =
            new Google(
                directory,
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  var page = exchange.getResponseBody();
                  try {
                    while (true) {
                      page.write(new byte[8192]);
                    }
                  } catch (IOException hungUp) {
                    page.close();
                  }
                });
        var client = new GmailClient(google.client(), PATIENCE)) {
      assertTrue(client.approve(LINK).because().startsWith("HTTP 200; see"));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void readsATitleUpToTheLimitAndNotBeyond(int beyond, boolean read) throws Exception {
    var enough = "<title>x</";
    var page = " ".repeat((int) GmailClient.LONGEST_ANSWER_BYTES - enough.length() + beyond);
    try (var google = new Google(directory, Google.page(200, page + enough + "title>"));
        var client = new GmailClient(google.client(), PATIENCE)) {
      assertEquals(read, client.approve(LINK).because().contains("\"x\""));
    }
  }

  @Test
  void givesUpWhenThereIsNoAnswerInTime() throws Exception {
    var never = new CountDownLatch(1);
    try (var google =
            new Google(
                directory,
                exchange -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        var client = new GmailClient(google.client(), Duration.ofMillis(500))) {
      var approval = client.approve(LINK);
      assertFalse(approval.well());
      assertEquals("no answer in time; open the link yourself", approval.because());
      never.countDown();
    }
  }
}
