package dev.otpost.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What a class says in the log from now on. */
public final class LogLines implements AutoCloseable {

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger;

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  public static LogLines of(Class<?> speaker) {
    var all = new LogLines((Logger) LoggerFactory.getLogger(speaker));
    all.lines.start();
    all.logger.addAppender(all.lines);
    all.logger.setLevel(Level.INFO);
    return all;
  }

  /** The lines that begin so. */
  public List<String> said(String event) {
    return lines.list.stream()
        .map(
            line ->
                line.getFormattedMessage()
                    + line.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining()))
        .filter(line -> line.startsWith(event))
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }
}
