package dev.sojourn.server.internal.api;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396). */
final class MergePatch {

  private MergePatch() {}

  /**
   * Returns the value with the patch applied; neither argument is modified.
   *
   * @param before the value; empty if there is none
   * @param patch the patch, not a JSON {@code null}
   */
  static JsonNode apply(Optional<JsonNode> before, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged = StrictJson.object();
    before.filter(JsonNode::isObject).ifPresent(value -> merged.setAll((ObjectNode) value));
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      merge(merged, member.getKey(), member.getValue());
    }
    return merged;
  }

  private static void merge(ObjectNode target, String name, JsonNode patch) {
    if (patch.isNull()) {
      target.remove(name);
    } else {
      target.set(name, apply(Optional.ofNullable(target.get(name)), patch));
    }
  }
}
