package dev.sojourn.server.internal.api;

import static dev.sojourn.server.internal.api.JsonPointers.at;

import dev.sojourn.Changes;
import dev.sojourn.Client;
import dev.sojourn.Device;
import dev.sojourn.EndReason;
import dev.sojourn.MemberPath;
import dev.sojourn.NewSession;
import dev.sojourn.SizeLimits;
import dev.sojourn.Timeouts;
import dev.sojourn.UserIds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts request bodies to the types of the core; invalid members are rejected by pointer. */
final class RequestParser {

  private static final Set<String> CLIENT = Set.of("ip", "userAgent");
  private static final Set<String> SCOPES = Set.of("this", "others", "all");

  private RequestParser() {}

  /** The session to create. */
  static NewSession creation(RequestBody body, Timeouts configured, SizeLimits limits) {
    NewSession session = user(body).map(NewSession::of).orElseGet(NewSession::anonymous);
    Optional<String> label = label(body);
    Optional<Client> client = client(body);
    session = label.isPresent() ? session.on(label.get()) : session;
    session = client.isPresent() ? session.from(client.get()) : session;
    return attributes(body, timeouts(body, session, configured), limits);
  }

  /** The user who logged in; required. */
  static String requiredUser(RequestBody body) {
    body.requiredText("user");
    return user(body).orElseThrow();
  }

  /** Which sessions a logout ends: {@code this}, {@code others} or {@code all}. */
  static String logoutScope(RequestBody body) {
    String scope = body.text("scope").orElse("this");
    if (!SCOPES.contains(scope)) {
      throw new ProblemException(
          Problem.malformed("the scope is 'this', 'others' or 'all'", "/scope"));
    }
    return scope;
  }

  /** Why sessions end. */
  static EndReason reason(RequestBody body, EndReason defaultReason) {
    return body.text("reason")
        .map(name -> at("/reason", () -> new EndReason(name)))
        .orElse(defaultReason);
  }

  /** The device, as far as the request describes it. */
  static Device device(RequestBody body) {
    Device labelled = label(body).map(Device::labelled).orElse(Device.UNKNOWN);
    return client(body).map(labelled::at).orElse(labelled);
  }

  /** The end user's client, if its address is given. */
  static Optional<Client> client(RequestBody body) {
    return body.part("client", CLIENT)
        .flatMap(
            part -> {
              Optional<String> userAgent = part.text("userAgent");
              return part.text("ip")
                  .map(ip -> at(part.pointerTo("ip"), () -> new Client(ip, userAgent)));
            });
  }

  /** The changes of a merge patch: objects are merged, everything else is set or removed. */
  static Consumer<Changes> changes(RequestBody body, SizeLimits limits) {
    Optional<String> label = label(body);
    ObjectNode patch = body.object("attributes").orElseGet(StrictJson::object);
    requireFew(patch, 2 * limits.attributes(), limits); // at most all removed and as many added
    patch
        .propertyNames()
        .forEach(name -> at(pointer(body, name), () -> SizeLimits.requireName(name)));
    return changes -> {
      label.ifPresent(changes::label);
      patch.properties().forEach(member -> change(changes, member.getKey(), member.getValue()));
    };
  }

  /** Whether a patch would change nothing. */
  static boolean changesNothing(RequestBody body) {
    return label(body).isEmpty() && body.object("attributes").map(ObjectNode::isEmpty).orElse(true);
  }

  private static void change(Changes changes, String name, JsonNode patch) {
    if (patch.isNull()) {
      changes.remove(name);
    } else if (patch.isObject()) {
      changes.at(MemberPath.of(name)).merge(patch);
    } else {
      changes.set(name, value(patch));
    }
  }

  private static NewSession attributes(RequestBody body, NewSession session, SizeLimits limits) {
    ObjectNode patch = body.object("attributes").orElseGet(StrictJson::object);
    ObjectNode attributes = (ObjectNode) MergePatch.apply(Optional.empty(), patch);
    requireFew(attributes, limits.attributes(), limits);
    NewSession result = session;
    for (Map.Entry<String, JsonNode> member : attributes.properties()) {
      NewSession before = result;
      result =
          at(
              pointer(body, member.getKey()),
              () -> before.with(member.getKey(), value(member.getValue())));
    }
    return result;
  }

  private static Object value(JsonNode node) {
    return node.isString() ? node.stringValue() : node;
  }

  /** Checked first, because the work grows with the number of attributes. */
  private static void requireFew(ObjectNode attributes, int most, SizeLimits limits) {
    if (attributes.size() > most) {
      throw limits.tooLarge();
    }
  }

  private static Optional<String> user(RequestBody body) {
    return body.text("user").map(user -> at("/user", () -> UserIds.require(user)));
  }

  private static Optional<String> label(RequestBody body) {
    return body.text("device").flatMap(text -> at("/device", () -> Device.labelled(text)).label());
  }

  private static NewSession timeouts(RequestBody body, NewSession session, Timeouts configured) {
    Optional<Duration> idle = atMost(body, "idleTimeout", configured.idle());
    Optional<Duration> absolute = atMost(body, "absoluteTimeout", configured.absolute());
    String pointer = body.pointerTo(idle.isPresent() ? "idleTimeout" : "absoluteTimeout");
    Duration longest = absolute.orElse(configured.absolute());
    at(pointer, () -> new Timeouts(idle.orElse(least(configured.idle(), longest)), longest));
    NewSession result = idle.map(session::idleTimeout).orElse(session);
    return absolute.map(result::absoluteTimeout).orElse(result);
  }

  private static Optional<Duration> atMost(RequestBody body, String name, Duration most) {
    Optional<Duration> requested = body.duration(name);
    if (requested.isPresent() && requested.get().compareTo(most) > 0) {
      throw new ProblemException(
          Problem.malformed(
              "this timeout must not exceed the configured one, " + most, body.pointerTo(name)));
    }
    return requested;
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static String pointer(RequestBody body, String attribute) {
    return JsonPointers.member(body.pointerTo("attributes"), attribute);
  }
}
