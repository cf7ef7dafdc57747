package dev.sojourn;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a creation asks for; immutable, each method answers a changed copy.
 *
 * <pre>{@code
 * NewSession.of("1").with("role", "admin").on("Work laptop").from(Client.at("203.0.113.7"))
 * }</pre>
 */
public final class NewSession {

  private final Optional<String> user;
  private final Optional<Attribute> latest;
  private final Device device;
  private final Optional<Duration> idle;
  private final Optional<Duration> absolute;

  private NewSession(
      Optional<String> user,
      Optional<Attribute> latest,
      Device device,
      Optional<Duration> idle,
      Optional<Duration> absolute) {
    this.user = user;
    this.latest = latest;
    this.device = device;
    this.idle = idle;
    this.absolute = absolute;
  }

  /**
   * A session of that user.
   *
   * @throws IllegalArgumentException for a bad user id, see {@link UserIds#require}
   */
  public static NewSession of(String user) {
    return new NewSession(
        Optional.of(UserIds.require(user)),
        Optional.empty(),
        Device.UNKNOWN,
        Optional.empty(),
        Optional.empty());
  }

  /** A session of nobody yet. */
  public static NewSession anonymous() {
    return new NewSession(
        Optional.empty(), Optional.empty(), Device.UNKNOWN, Optional.empty(), Optional.empty());
  }

  /** With that attribute. */
  public NewSession with(String name, Object value) {
    Attribute attribute = new Attribute(SizeLimits.requireName(name), value, latest);
    return new NewSession(user, Optional.of(attribute), device, idle, absolute);
  }

  /** On the device of that label. */
  public NewSession on(String label) {
    return new NewSession(user, latest, device.withLabel(label), idle, absolute);
  }

  /** Asked for by that client. */
  public NewSession from(Client client) {
    return new NewSession(user, latest, device.at(client), idle, absolute);
  }

  /** With that idle timeout instead of the configured one. */
  public NewSession idleTimeout(Duration timeout) {
    return new NewSession(user, latest, device, Optional.of(timeout), absolute);
  }

  /** With that absolute timeout instead of the configured one. */
  public NewSession absoluteTimeout(Duration timeout) {
    return new NewSession(user, latest, device, idle, Optional.of(timeout));
  }

  Optional<String> user() {
    return user;
  }

  /** By name, in the order in which they were first named. */
  Map<String, Object> attributes() {
    Deque<Attribute> all = new ArrayDeque<>();
    for (Optional<Attribute> one = latest; one.isPresent(); one = one.get().before()) {
      all.addFirst(one.get());
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    all.forEach(attribute -> attributes.put(attribute.name(), attribute.value()));
    return attributes;
  }

  Device device() {
    return device;
  }

  /**
   * What is not asked for is as configured; an idle timeout not asked for bows to the absolute one.
   */
  Timeouts timeouts(Timeouts configured) {
    Duration longest = absolute.orElse(configured.absolute());
    Duration shortest = configured.idle().compareTo(longest) < 0 ? configured.idle() : longest;
    return new Timeouts(idle.orElse(shortest), longest);
  }

  /** Linked to what was said before it, so that a copy with one more copies none. */
  private record Attribute(String name, Object value, Optional<Attribute> before) {}
}
