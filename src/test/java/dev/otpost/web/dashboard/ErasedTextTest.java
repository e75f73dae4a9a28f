package dev.otpost.web.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.log.LogLines;
import dev.otpost.web.desk.Office;
import dev.otpost.web.desk.SpoolDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail whose text has been forgotten by a real spool, before and after, as its page shows it. */
final class ErasedTextTest {

  private static final String ERASED = "Its text has been erased.";
  private static final String PAGE = "/messages/1";

  @TempDir private Path directory;
  private Office office;
  private Visitor visitor;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  ErasedTextTest() {}

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    visitor = new Visitor(office.desk);
    office.deliver(office.take());
  }

  @AfterEach
  void close() throws IOException {
    visitor.close();
    office.close();
  }

  @Test
  void theStoryStaysAndTheButtonGoesWithTheText() throws Exception {
    var before = visitor.get(PAGE).body();
    assertTrue(before.contains("action=\"/messages/1/reveal\""), before);
    assertTrue(before.contains("action=\"/messages/1/post\""), before);
    assertFalse(before.contains(ERASED), before);

    assertTrue(office.spool.erase(office.now.plus(Duration.ofHours(2))));

    var page = visitor.get(PAGE);
    assertEquals(200, page.statusCode());
    for (var shown : List.of(ERASED, "john@example.com", "john &amp; jane", "stored")) {
      assertTrue(page.body().contains(shown), page::body);
    }
    assertFalse(page.body().contains("/messages/1/reveal"), page::body);
    assertFalse(page.body().contains("/messages/1/post"), "there is nothing left to post");
  }

  @Test
  void whoAsksForItFromAnOlderPageIsToldSoAndNothingIsLoggedAsSeen() throws Exception {
    var revealed = visitor.post(PAGE + "/reveal").body();
    assertTrue(revealed.contains("<mark>123456</mark>"), revealed);

    assertTrue(office.spool.erase(office.now.plus(Duration.ofHours(2))));

    try (var log = LogLines.of(SpoolDesk.class)) {
      var page = visitor.post(PAGE + "/reveal");
      assertEquals(200, page.statusCode());
      assertTrue(
          page.body().contains("<p class=\"notice\" role=\"status\"><bdi>" + ERASED), page::body);
      assertFalse(page.body().contains("<mark>"), page::body);
      assertFalse(page.body().contains("The text as posted"), page::body);
      assertEquals(List.of(), log.said("content_revealed"));
    }
  }
}
