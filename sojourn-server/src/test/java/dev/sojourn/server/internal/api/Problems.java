package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** What every problem is like. */
public final class Problems extends AbstractAssert<Problems, Reply> {

  private Problems(Reply reply) {
    super(reply, Problems.class);
  }

  /** The reply is that problem, in the form of all problems. */
  public static Problems assertProblem(Reply reply, int status, String name) {
    assertThat(reply.status()).describedAs(reply.toString()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(reply.at("/type")).isEqualTo("urn:sojourn:problem:" + name);
    assertThat(reply.at("/status")).isEqualTo(Integer.toString(status));
    assertThat(reply.at("/title")).isNotBlank();
    assertThat(reply.at("/detail")).matches("(?s)[A-Z].*\\.");
    assertThat(Set.of("type", "title", "status", "detail", "pointer", "instance"))
        .containsAll(reply.json().propertyNames());
    return new Problems(reply);
  }

  /** It points to that member. */
  Problems at(String pointer) {
    assertThat(actual.at("/pointer")).describedAs(actual.toString()).isEqualTo(pointer);
    return this;
  }

  /** It points to no member. */
  Problems nowhere() {
    assertThat(actual.json().has("pointer")).describedAs(actual.toString()).isFalse();
    return this;
  }

  /** It does not repeat that. */
  Problems without(String secret) {
    assertThat(actual.text()).doesNotContain(secret);
    return this;
  }
}
