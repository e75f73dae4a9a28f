package dev.otpost.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.otpost.config.LogFormat;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes: warnings to the standard error, so that they do not mix with what a command
 * prints, until {@link #serve} says that the log is what is to be printed. Logback finds this class
 * as a service, and so reads no file.
 */
public final class Log extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    set(context, ConsoleTarget.SystemErr, LogFormat.TEXT, Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** From now on everything worth knowing, to the standard output. */
  public static void serve(LogFormat format) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    set(context, ConsoleTarget.SystemOut, format, Level.INFO);
  }

  private static void set(
      LoggerContext context, ConsoleTarget target, LogFormat format, Level level) {
    var layout = new LogLayout(format);
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget(target.getName());
    appender.setEncoder(encoder);
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("dev.otpost").setLevel(level);
  }
}
