package dev.sojourn.server.internal.service;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log, which is written by a thread of its own. */
public final class Logs {

  private Logs() {}

  /** Writes what still waits; nothing is logged after it. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
