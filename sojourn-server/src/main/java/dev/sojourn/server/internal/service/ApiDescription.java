package dev.sojourn.server.internal.service;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.server.internal.api.HttpAnswer;
import dev.sojourn.server.internal.api.HttpCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Serves {@code openapi.yaml}. */
final class ApiDescription {

  private static final HttpAnswer ANSWER = HttpAnswer.text("application/yaml", text());

  private ApiDescription() {}

  static CompletionStage<HttpAnswer> answer(HttpCall call) {
    return completedFuture(ANSWER);
  }

  private static String text() {
    try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
