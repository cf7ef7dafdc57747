package dev.sojourn.bench;

import dev.sojourn.Client;
import dev.sojourn.NewSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The measured session: a user and eight small attributes that vary from user to user. The same
 * user always gets the same session.
 */
final class Example {

  private static final List<String> DEVICES = List.of("Laptop", "Phone", "Tablet", "PC");
  private static final List<String> ROLES = List.of("admin", "staff", "guest");
  private static final List<String> LOCALES = List.of("de-DE", "en-US", "fr-FR", "es-ES", "it-IT");
  private static final List<String> ZONES =
      List.of("Europe/Vaduz", "Europe/Paris", "Europe/Rome", "America/Lima", "Asia/Tokyo");

  /** Short names of its attributes. */
  static final Map<String, String> SHORT_NAMES =
      Map.of(
          "role", "ro", "theme", "th", "locale", "lo", "plan", "pl", "tz", "tz", "visits", "vi",
          "mfa", "mf", "cart", "ca");

  private Example() {}

  static NewSession of(String user) {
    Random random = new Random(user.hashCode() * 0x9E3779B97F4A7C15L);
    String address = "203.0." + random.nextInt(256) + ".7";
    NewSession session = NewSession.of(user).on(one(DEVICES, random)).from(Client.at(address));
    for (Map.Entry<String, Object> attribute : attributes(random).entrySet()) {
      session = session.with(attribute.getKey(), attribute.getValue());
    }
    return session;
  }

  private static Map<String, Object> attributes(Random random) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("role", one(ROLES, random));
    all.put("theme", random.nextBoolean() ? "dark" : "warm");
    all.put("locale", one(LOCALES, random));
    all.put("plan", random.nextBoolean() ? "pro" : "max");
    all.put("tz", one(ZONES, random));
    all.put("visits", 10 + random.nextInt(90));
    all.put("mfa", true);
    all.put("cart", "c-" + (1_000 + random.nextInt(9_000)));
    return all;
  }

  private static String one(List<String> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }
}
