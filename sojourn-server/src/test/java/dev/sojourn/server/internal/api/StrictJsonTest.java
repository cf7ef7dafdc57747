package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body costs what its length costs, and whatever the parser throws is the caller's mistake. */
final class StrictJsonTest {

  private static final int LARGEST_BODY = 256 << 10;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Building a pointer for each element took 8 GB, and the event loop 2 to 6 s. */
  @Test
  void longNamesAroundManyElementsCostNoMoreThanTheirLength() {
    String name = "n".repeat(44_000);
    String body =
        "{\"%s\":{\"%s\":{\"%s\":[\"\\u0041\"%s]}}}"
            .formatted(name, name, name, ",1".repeat(60_000));
    assertThat(body.length()).isLessThan(LARGEST_BODY);
    assertThat(allocatedBy(body)).isLessThan(64L << 20);
  }

  @Test
  void manyEscapedNamesCostNoMoreThanTheirLength() {
    StringBuilder body = new StringBuilder("{\"a\":{");
    for (int i = 0; body.length() < LARGEST_BODY - 100; i++) {
      body.append("\"\\u0041").append(i).append("\":\"\\u0042\",");
    }
    body.append("\"z\":1}}");
    assertThat(allocatedBy(body.toString())).isLessThan(64L << 20);
  }

  private static long allocatedBy(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    StrictJson.read(bytes);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e2147483648", "-1e2147483648", "1e-2147483648", "1E+99999999999"})
  void aNumberOutOfRangeIsTheCallersMistake(String number) {
    Problem problem = problem("{\"attributes\":{\"n\":" + number + "}}");
    assertThat(problem.kind().status()).isEqualTo(400);
    assertThat(problem.toString()).doesNotContain(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"a\":{\"b~/c\":[0,\"\\ud800\"]}}", "{\"a\":{\"b~/c\":[0,{\"\\ud800\":1}]}}"})
  void aLoneSurrogateIsPointedTo(String body) {
    assertThat(problem(body).toString()).contains("/a/b~0~1c/1");
  }

  private static Problem problem(String body) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> StrictJson.read(body.getBytes(StandardCharsets.UTF_8)));
    assertThat(refused).as(body).isNotNull();
    return refused.problem();
  }
}
