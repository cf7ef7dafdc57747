package dev.sojourn.bench;

import dev.sojourn.Client;
import dev.sojourn.NewSession;
import java.util.LinkedHashMap;
import java.util.Map;

/** The session that is measured: a user and eight small attributes. */
final class Example {

  private static final Map<String, Object> ATTRIBUTES = attributes();

  /** Short names of its attributes. */
  static final Map<String, String> SHORT_NAMES =
      Map.of(
          "role", "ro", "theme", "th", "locale", "lo", "plan", "pl", "tz", "tz", "visits", "vi",
          "mfa", "mf", "cart", "ca");

  private Example() {}

  static NewSession of(String user) {
    NewSession session = NewSession.of(user).on("Laptop").from(Client.at("203.0.113.7"));
    for (Map.Entry<String, Object> attribute : ATTRIBUTES.entrySet()) {
      session = session.with(attribute.getKey(), attribute.getValue());
    }
    return session;
  }

  private static Map<String, Object> attributes() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("role", "admin");
    all.put("theme", "dark");
    all.put("locale", "de-DE");
    all.put("plan", "pro");
    all.put("tz", "Europe/Berlin");
    all.put("visits", 17);
    all.put("mfa", true);
    all.put("cart", "c-81723");
    return all;
  }
}
