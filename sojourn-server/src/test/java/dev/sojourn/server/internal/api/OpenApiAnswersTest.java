package dev.sojourn.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.server.internal.api.OpenApiAnswers.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What the service answers is what {@code openapi.yaml} describes, status by status. */
final class OpenApiAnswersTest {

  private final OpenApi api = new OpenApi();

  @Test
  void everyAnswerIsAsDescribedAndEveryDescribedAnswerIsSeen() {
    Set<String> seen = new TreeSet<>();
    Stream.concat(OpenApiAnswers.all().stream(), answersToLongHeads().stream())
        .forEach(
            answer -> {
              assertDescribed(answer);
              seen.add(answer.operation() + " " + answer.reply().status());
            });
    assertThat(seen).isEqualTo(api.statuses());
  }

  private void assertDescribed(Answer answer) {
    String pointer = OpenApi.pointer(answer.operation());
    String response = api.resolved(pointer + "/responses/" + answer.reply().status());
    JsonNode described = api.at(response);
    assertThat(described.isMissingNode()).describedAs(answer.toString()).isFalse();
    String type = answer.reply().header("content-type").split(";", 2)[0];
    assertThat(described.get("content").propertyNames()).contains(type);
    if (type.endsWith("json")) {
      String schema = response + "/content/" + OpenApi.escaped(type) + "/schema";
      assertThat(api.errors(schema, answer.reply().json()))
          .describedAs(answer.toString())
          .isEmpty();
    }
    for (String name : described.get("headers").propertyNames()) {
      String header = api.resolved(response + "/headers/" + name);
      JsonNode value = StringNode.valueOf(answer.reply().header(name));
      assertThat(api.errors(header + "/schema", value))
          .describedAs(name + " of " + answer)
          .isEmpty();
    }
  }

  /** Refused before anything else is checked, so for each operation. */
  private List<Answer> answersToLongHeads() {
    List<Answer> answers = new ArrayList<>();
    try (TestService service = TestService.start()) {
      for (String operation : operations()) {
        String[] call = operation.split(" ", 2);
        String line = call[1].replaceAll("\\{.*}", OpenApiAnswers.UNKNOWN_ID) + "?x=";
        Caller longKey = service.caller(Optional.of("x".repeat(9_000)));
        answers.add(new Answer(operation, send(longKey, call[0], line)));
        String longLine = line + "x".repeat(5_000);
        answers.add(new Answer(operation, send(service.caller(), call[0], longLine)));
      }
    }
    return answers;
  }

  private Set<String> operations() {
    return api.statuses().stream()
        .map(status -> status.substring(0, status.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static Reply send(Caller caller, String method, String path) {
    return caller.send(method, path, Optional.empty(), "");
  }
}
