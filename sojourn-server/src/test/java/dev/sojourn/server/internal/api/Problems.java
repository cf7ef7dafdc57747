package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** Assertions on problems. */
public final class Problems extends AbstractAssert<Problems, Reply> {

  private Problems(Reply reply) {
    super(reply, Problems.class);
  }

  /** Asserts that the reply is this problem and well-formed. */
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

  /** Asserts that it points to this member. */
  Problems at(String pointer) {
    assertThat(actual.at("/pointer")).describedAs(actual.toString()).isEqualTo(pointer);
    return this;
  }

  /** Asserts that it points to no member. */
  Problems nowhere() {
    assertThat(actual.json().has("pointer")).describedAs(actual.toString()).isFalse();
    return this;
  }

  /** Asserts that it does not contain this text. */
  Problems without(String secret) {
    assertThat(actual.text()).doesNotContain(secret);
    return this;
  }
}
