package dev.otpost.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import dev.otpost.config.LogFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * One event, one line: time, level, event, then {@code key=value}; or the same as a JSON object.
 *
 * <p>What a peer wrote cannot forge a line or steer a terminal: control characters are escaped
 * (CWE-117). Of an exception the classes and places are shown, never the message, in which a piece
 * of a mail may stand.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** How many places of an exception are shown. */
  private static final int PLACES = 8;

  private final LogFormat format;

  LogLayout(LogFormat format) {
    this.format = format;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return switch (format) {
      case TEXT -> text(event);
      case JSON -> json(event);
    };
  }

  private static String text(ILoggingEvent event) {
    return "%s %-5s %s%s\n"
        .formatted(
            TIME.format(event.getInstant()),
            event.getLevel(),
            plain(event.getFormattedMessage()),
            fields(event).entrySet().stream()
                .map(field -> " " + field.getKey() + "=" + quoted(String.valueOf(field.getValue())))
                .collect(Collectors.joining()));
  }

  private static String json(ILoggingEvent event) {
    var object = new LinkedHashMap<String, Object>();
    object.put("time", TIME.format(event.getInstant()));
    object.put("level", event.getLevel().toString());
    object.put("event", event.getFormattedMessage());
    fields(event).forEach((key, value) -> object.put(key, value));
    return JSON.std.asString(object) + "\n";
  }

  private static Map<String, Object> fields(ILoggingEvent event) {
    var fields = new LinkedHashMap<String, Object>();
    Optional.ofNullable(event.getKeyValuePairs())
        .orElse(List.of())
        .forEach(
            pair ->
                fields.put(
                    pair.key,
                    pair.value instanceof Number number ? number : String.valueOf(pair.value)));
    for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
      fields.merge("error", described(thrown), (outer, inner) -> outer + " caused by " + inner);
    }
    return fields;
  }

  private static String described(IThrowableProxy thrown) {
    return Stream.of(thrown.getStackTraceElementProxyArray())
        .limit(PLACES)
        .map(place -> place.getStackTraceElement().toString())
        .collect(Collectors.joining(" < ", thrown.getClassName() + " at ", ""));
  }

  private static String quoted(String value) {
    return value.isEmpty()
            || value.chars().anyMatch(c -> c == ' ' || c == '"' || c == '=' || c == '\\')
        ? '"' + plain(value.replace("\\", "\\\\").replace("\"", "\\\"")) + '"'
        : plain(value);
  }

  /**
   * Without anything that ends a line or that a terminal obeys: C0, DEL, C1, and Unicode's own line
   * ends.
   */
  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)
                  || Character.getType(c) == Character.FORMAT
                  || c == 0x2028
                  || c == 0x2029) {
                plain.append("\\u%04x".formatted(c));
              } else {
                plain.append((char) c);
              }
            });
    return plain.toString();
  }
}
