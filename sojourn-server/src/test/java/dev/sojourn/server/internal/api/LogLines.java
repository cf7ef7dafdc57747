package dev.sojourn.server.internal.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Records the log while it is open, at every level, in the encoding of the service. */
public final class LogLines implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final JsonEncoder encoder = new JsonEncoder();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Lines appender = new Lines();

  public LogLines() {
    encoder.setContext(root.getLoggerContext());
    encoder.setWithFormattedMessage(true);
    encoder.start();
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.DEBUG);
  }

  /** The lines of Sojourn's loggers. */
  List<String> all() {
    return lines.stream().filter(line -> line.contains("\"dev.sojourn.")).toList();
  }

  /** The lines that contain a text. */
  public List<String> with(String text) {
    return all().stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    root.setLevel(Level.OFF);
    root.detachAppender(appender);
  }

  private final class Lines extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
    }
  }
}
