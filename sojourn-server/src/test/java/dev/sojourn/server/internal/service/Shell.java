package dev.sojourn.server.internal.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs shell scripts. */
public final class Shell {

  private static final long PATIENCE_SECONDS = 30;

  private Shell() {}

  /** Runs a script in bash; returns its output, including errors. */
  public static String run(String text) {
    try {
      ProcessBuilder builder = new ProcessBuilder("bash").redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.endsWith("_proxy"));
      Process process = builder.start();
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the shell hangs: " + text);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
