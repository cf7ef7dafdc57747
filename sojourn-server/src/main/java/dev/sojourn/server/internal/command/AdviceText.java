package dev.sojourn.server.internal.command;

import static dev.sojourn.server.internal.command.NumberFormat.format;
import static dev.sojourn.server.internal.command.NumberFormat.number;
import static dev.sojourn.server.internal.command.NumberFormat.span;

import dev.sojourn.redis.advice.Advice;
import dev.sojourn.redis.advice.AttributeUse;
import dev.sojourn.redis.advice.FormSize;
import dev.sojourn.redis.advice.Recommendation;
import dev.sojourn.redis.advice.SessionUse;
import dev.sojourn.redis.advice.SizeSample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Formats an advice for the console. */
final class AdviceText {

  private static final int MILLION = 1_000_000;
  private static final int MOST_ATTRIBUTES = 10;
  private static final String BYTES = "%-28s %8s %8s %8s %18s";
  private static final String COSTS = "%-28s %8s %8s %8s %18s";

  private AdviceText() {}

  /** The lines to print. */
  static List<String> of(Advice advice) {
    List<String> lines = new ArrayList<>(List.of(sampled(advice)));
    if (advice.unreadable() > 0) {
      lines.add(number(advice.unreadable()) + " more could not be read; see the log");
    }
    advice
        .recommendation()
        .ifPresentOrElse(
            recommendation -> addDetails(lines, advice, recommendation),
            () -> lines.add("there are no sessions to advise on"));
    return lines;
  }

  private static void addDetails(List<String> lines, Advice advice, Recommendation recommendation) {
    lines.add("");
    lines.add(format(BYTES, "bytes per session", "p50", "p99", "mean", "at 1 M sessions"));
    lines.add(sizes("as stored now", advice.now()));
    advice.forms().stream().map(AdviceText::form).forEach(lines::add);
    lines.add("");
    lines.add(
        format(
            COSTS,
            "attribute",
            "sessions",
            "bytes",
            "share",
            "changed in " + span(advice.use().watched())));
    advice.attributes().stream()
        .limit(MOST_ATTRIBUTES)
        .map(use -> attribute(use, advice.attributes()))
        .forEach(lines::add);
    lines.add("");
    lines.addAll(use(advice.use()));
    lines.add("");
    lines.add("advice: " + recommendation.form().flags());
    lines.add(recommendation.reason());
    lines.add(saving(recommendation.savedBytes()));
  }

  private static String sampled(Advice advice) {
    String forms =
        advice.byForm().entrySet().stream()
            .map(form -> number(form.getValue()) + " " + form.getKey())
            .collect(Collectors.joining("; "));
    return number(advice.now().count())
        + " sessions sampled"
        + (forms.isEmpty() ? "" : ": " + forms);
  }

  private static String form(FormSize size) {
    return sizes(size.form().toString(), size.bytes());
  }

  private static String sizes(String name, SizeSample bytes) {
    return format(
        BYTES,
        name,
        number(bytes.percentile(50)),
        number(bytes.percentile(99)),
        number(Math.round(bytes.mean())),
        mega(bytes.mean() * MILLION));
  }

  private static String attribute(AttributeUse use, List<AttributeUse> all) {
    return format(
        COSTS,
        use.name(),
        number(use.sessions()),
        number(use.bytes()),
        percent(use.shareOf(all)),
        number(use.changed()));
  }

  private static List<String> use(SessionUse use) {
    return List.of(
        format(
            "time since last access: p50 %s, p90 %s; idle timeout %s",
            span(use.unused(50)), span(use.unused(90)), span(use.idle(50))),
        format(
            "%s were never used after they were created; %s change per minute",
            percent((double) use.neverUsed() / use.unused().size()),
            percent(use.changesAMinute())));
  }

  private static String saving(double bytes) {
    String saved = number(Math.round(Math.abs(bytes)));
    return bytes < 0
        ? "it costs " + saved + " more bytes per session than now"
        : "it saves " + saved + " bytes per session, " + mega(bytes * MILLION) + " at 1 M sessions";
  }

  private static String mega(double bytes) {
    return format("%,.0f MB", bytes / MILLION);
  }

  private static String percent(double part) {
    return format("%.0f %%", part * 100);
  }
}
