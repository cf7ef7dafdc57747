package dev.sojourn;

import dev.sojourn.internal.CheckReturnValue;
import dev.sojourn.internal.TextRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device as a user sees it in "your devices": a few words, never a raw user agent. Empty values
 * are unknown.
 *
 * @param label a name for the device, cut to {@value #LONGEST_LABEL} code points; an empty one is
 *     none
 * @param address the network of the client: {@code 203.0.113.0/24}
 */
@CheckReturnValue
public record Device(Optional<String> label, Optional<String> address) {

  /** Nothing is known. */
  public static final Device UNKNOWN = new Device(Optional.empty(), Optional.empty());

  /** Most code points of a label. */
  public static final int LONGEST_LABEL = 128;

  /**
   * Checks the texts and cuts the label: a name that is only shown fails no login.
   *
   * @param label a name for the device
   * @param address the client's network
   * @throws IllegalArgumentException when one has control characters or lone surrogates, or the
   *     address is empty or too long
   */
  public Device {
    label = label.map(Device::cut).filter(text -> !text.isEmpty());
    label.ifPresent(text -> TextRules.requireLine("a device's label", text, LONGEST_LABEL));
    address.ifPresent(text -> TextRules.requireLine("a device's address", text, 64));
  }

  /** A device known by its label only. */
  public static Device labelled(@Nullable String label) {
    return UNKNOWN.withLabel(label);
  }

  /** This device with another label; {@code null} and an empty one are none, a long one is cut. */
  public Device withLabel(@Nullable String label) {
    return new Device(Optional.ofNullable(label), address);
  }

  /** This device as seen at the client's network. */
  public Device at(Client client) {
    return new Device(label, Optional.of(client.network()));
  }

  /** This device with the values of the newer one, where it has any. */
  public Device updatedBy(Device newer) {
    return new Device(newer.label.or(() -> label), newer.address.or(() -> address));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_LABEL
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_LABEL));
  }
}
