package dev.sojourn.redis.internal.advice;

import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.redis.advice.Form;
import dev.sojourn.redis.internal.layout.Dictionaries;
import dev.sojourn.redis.internal.layout.Layout;
import dev.sojourn.redis.internal.layout.Naming;
import dev.sojourn.redis.internal.lookup.LayoutSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A form that sessions could be stored in.
 *
 * @param form the form
 * @param layout the layout that writes it
 */
public record CandidateForm(Form form, Layout<?> layout) {

  /** All forms that the server supports, the simplest first. */
  public static List<CandidateForm> of(
      RedisSettings settings, Set<LayoutName> supported, Dictionaries dictionaries) {
    List<CandidateForm> all = new ArrayList<>();
    for (LayoutName name : supported.stream().sorted().toList()) {
      for (NamingName naming : NamingName.values()) {
        for (CompressionName compression : CompressionName.values()) {
          all.add(
              of(
                  settings.withLayout(name).withNaming(naming).withCompression(compression),
                  dictionaries));
        }
      }
    }
    all.removeIf(one -> one.form().compressed() && one.form().layout().equals("json"));
    all.sort(Comparator.comparingInt(one -> one.form().extras()));
    return List.copyOf(all);
  }

  /** The form of a session that a layout read; compression is not known, so it counts as none. */
  static Form of(Layout<?> layout) {
    return new Form(layout.scripts().prelude(), !layout.naming().isSame(Naming.READABLE), false);
  }

  private static CandidateForm of(RedisSettings settings, Dictionaries dictionaries) {
    return new CandidateForm(
        new Form(
            settings.layout().name().toLowerCase(Locale.ROOT),
            settings.naming() == NamingName.COMPACT,
            settings.compression() != CompressionName.NONE),
        LayoutSet.of(settings, Set.of(settings.layout()), dictionaries).get(0));
  }
}
