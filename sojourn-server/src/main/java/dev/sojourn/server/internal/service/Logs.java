package dev.sojourn.server.internal.service;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Control of the asynchronous log. */
public final class Logs {

  private Logs() {}

  /** Writes all pending lines and stops the log. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
