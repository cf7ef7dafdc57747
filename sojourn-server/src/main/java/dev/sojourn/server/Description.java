package dev.sojourn.server;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.sojourn.server.api.Answer;
import dev.sojourn.server.api.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** The service's own description, {@code openapi.yaml}. */
final class Description {

  private static final Answer ANSWER = Answer.text("application/yaml", text());

  private Description() {}

  static CompletionStage<Answer> answer(Call call) {
    return completedFuture(ANSWER);
  }

  private static String text() {
    try (InputStream in = Description.class.getResourceAsStream("/openapi.yaml")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
