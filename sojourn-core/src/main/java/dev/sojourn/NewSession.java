package dev.sojourn;

import dev.sojourn.internal.CheckReturnValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session to be created; immutable, each method returns a changed copy.
 *
 * <pre>{@code
 * NewSession.of("1").with("role", "admin").on("Work laptop").from(Client.at("203.0.113.7"))
 * }</pre>
 */
@CheckReturnValue
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

  /** A session without a user. */
  public static NewSession anonymous() {
    return new NewSession(
        Optional.empty(), Optional.empty(), Device.UNKNOWN, Optional.empty(), Optional.empty());
  }

  /** With an attribute; {@code null} is none. */
  public NewSession with(String name, @Nullable Object value) {
    Attribute attribute = new Attribute(SizeLimits.requireName(name), value, latest);
    return new NewSession(user, Optional.of(attribute), device, idle, absolute);
  }

  /** On a device with that label, see {@link Device#withLabel}. */
  public NewSession on(@Nullable String label) {
    return new NewSession(user, latest, device.withLabel(label), idle, absolute);
  }

  /** Requested by that client, whose network is remembered with the device. */
  public NewSession from(Client client) {
    return new NewSession(user, latest, device.at(client), idle, absolute);
  }

  /** With an idle timeout other than the configured one. */
  public NewSession idleTimeout(Duration timeout) {
    return new NewSession(user, latest, device, Optional.of(timeout), absolute);
  }

  /** With an absolute timeout other than the configured one. */
  public NewSession absoluteTimeout(Duration timeout) {
    return new NewSession(user, latest, device, idle, Optional.of(timeout));
  }

  Optional<String> user() {
    return user;
  }

  /** By name, in the order in which they were first set. */
  Map<String, Object> attributes() {
    Deque<Attribute> all = new ArrayDeque<>();
    for (Optional<Attribute> one = latest; one.isPresent(); one = one.get().before()) {
      all.addFirst(one.get());
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    all.forEach(attribute -> attribute.addTo(attributes));
    return attributes;
  }

  Device device() {
    return device;
  }

  /**
   * Those configured where none was set; a configured idle timeout is capped at the absolute one.
   */
  Timeouts timeouts(Timeouts configured) {
    Duration longest = absolute.orElse(configured.absolute());
    Duration shortest = configured.idle().compareTo(longest) < 0 ? configured.idle() : longest;
    return new Timeouts(idle.orElse(shortest), longest);
  }

  /** Linked to the one before, so that a copy with one more attribute copies none. */
  private record Attribute(String name, @Nullable Object value, Optional<Attribute> before) {

    void addTo(Map<String, Object> attributes) {
      if (value == null) {
        attributes.remove(name);
      } else {
        attributes.put(name, value);
      }
    }
  }
}
