package dev.otpost.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.otpost.config.LogFormat;
import dev.otpost.message.Identifier;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.jr.ob.JSON;

final class LogLayoutTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  @Test
  void writesOneLineWithTimeLevelEventAndFields() {
    assertEquals(
        "2026-11-22T10:00:00.123Z INFO  received id=42 identifier=j…@example.com"
            + " because=\"To of the auto-forwarded mail\" note=\"\"\n",
        text(
            event(
                "received",
                new KeyValuePair("id", 42),
                new KeyValuePair("identifier", new Identifier("john@example.com")),
                new KeyValuePair("because", "To of the auto-forwarded mail"),
                new KeyValuePair("note", ""))));
  }

  @Test
  void writesTheSameAsAJsonObject() {
    var line =
        new LogLayout(LogFormat.JSON)
            .doLayout(
                event(
                    "received",
                    new KeyValuePair("id", 42),
                    new KeyValuePair("because", "a \"quoted\"\nreason")));
    assertEquals(1, line.lines().count());
    var object = JSON.std.mapFrom(line);
    assertEquals("received", object.get("event"));
    assertEquals("INFO", object.get("level"));
    assertEquals("2026-11-22T10:00:00.123Z", object.get("time"));
    assertEquals(42, object.get("id"));
    assertEquals("a \"quoted\"\nreason", object.get("because"));
  }

  @Test
  void letsNobodyForgeALineOrSteerATerminal() {
    var line =
        text(
            event(
                "refused",
                new KeyValuePair(
                    "peer", "x\r\n2026 INFO delivered id=1\u001b[2J\u0085\u2028\u202e")));
    assertEquals(1, line.lines().count());
    assertTrue(line.contains("x\\u000d\\u000a2026 INFO delivered"), line);
    assertFalse(line.strip().chars().anyMatch(Character::isISOControl));
    assertFalse(line.contains("\u202e"));
  }

  @Test
  void showsWhereAnExceptionComesFromButNotItsMessage() {
    var event = event("failed");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(
            new IllegalStateException("the code is 123456", new NumberFormatException("123456"))));
    var line = text(event);
    assertTrue(
        line.contains("java.lang.IllegalStateException at dev.otpost.log.LogLayoutTest"), line);
    assertTrue(line.contains("caused by java.lang.NumberFormatException"), line);
    assertFalse(line.contains("123456"), line);
    assertEquals(1, line.lines().count());
  }

  private static String text(LoggingEvent event) {
    return new LogLayout(LogFormat.TEXT).doLayout(event);
  }

  private static LoggingEvent event(String name, KeyValuePair... fields) {
    var event = new LoggingEvent();
    event.setLoggerContext(new LoggerContext());
    event.setLevel(Level.INFO);
    event.setMessage(name);
    event.setInstant(NOW);
    event.setKeyValuePairs(List.of(fields));
    return event;
  }
}
