package dev.otpost.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Concern;
import dev.otpost.message.Concern.Kind;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {

  private static final String PATH = "/services/T0/B0/s3cr3t";
  private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00.5Z");

  static final Notice BARRED =
      new Notice(
          Notice.State.RAISED,
          new Concern(Kind.SKYVERN_BARRED, "default", "HTTP 401 <!channel>\nnow", 0),
          SINCE);

  private final Hook hook = new Hook();

  WebhookTest() throws IOException {}

  @AfterEach
  void stop() {
    hook.close();
  }

  @Test
  void postsTextForPeopleAndFieldsForPrograms() throws Exception {
    assertEquals("HTTP 200", webhook().tell(BARRED));
    assertEquals(List.of("POST " + PATH), hook.paths());
    var body = hook.bodies().getFirst();
    assertEquals(
        "otpost on mx1: Skyvern wants you to act (default): HTTP 401 (!channel) now. What to do: "
            + Kind.SKYVERN_BARRED.asks()
            + " (since 2026-11-22T10:00:00Z)",
        body.get("text"));
    assertEquals(body.get("text"), body.get("content"));
    assertEquals(Map.of("parse", List.of()), body.get("allowed_mentions"));
    assertEquals("raised", body.get("state"));
    assertEquals("skyvern_barred", body.get("kind"));
    assertEquals("default", body.get("about"));
    assertEquals("HTTP 401 (!channel) now", body.get("because"));
    assertEquals("2026-11-22T10:00:00Z", body.get("since"));
    assertEquals("mx1", body.get("host"));
  }

  @Test
  void saysOfWhatIsOverThatNothingIsToBeDone() {
    var over = new Notice(Notice.State.CLEARED, BARRED.concern(), SINCE);
    assertEquals(
        "otpost on mx1: over: Skyvern wants you to act (default); it was: HTTP 401 (!channel) now"
            + " (since 2026-11-22T10:00:00Z)",
        over.text("mx1"));
  }

  @Test
  void followsNoRedirect() throws Exception {
    hook.answerNext(307);
    assertEquals("HTTP 307, a redirect, which is not followed", trouble(webhook()));
    assertEquals(1, hook.paths().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500})
  void isNotContentWithAnythingElse(int status) {
    hook.answerNext(status);
    assertEquals("HTTP " + status, trouble(webhook()));
  }

  @Test
  void showsItsUrlToNobody() {
    var webhook = webhook();
    hook.close();
    for (var shown : List.of(trouble(webhook), webhook.toString())) {
      assertFalse(shown.contains("s3cr3t"), shown);
    }
    assertTrue(trouble(webhook).startsWith("no connection"));
  }

  private Webhook webhook() {
    return new Webhook("webhook", new Secret(hook.url(PATH)), Optional.empty(), "mx1");
  }

  private static String trouble(Webhook webhook) {
    return String.valueOf(assertThrows(IOException.class, () -> webhook.tell(BARRED)).getMessage());
  }
}
