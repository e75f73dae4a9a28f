package dev.otpost.web.dashboard;

import static dev.otpost.web.dashboard.html.Html.all;
import static dev.otpost.web.dashboard.html.Html.each;
import static dev.otpost.web.dashboard.html.Html.text;
import static dev.otpost.web.dashboard.html.Tag.tag;

import dev.otpost.spool.Traffic;
import dev.otpost.spool.Traffic.Step;
import dev.otpost.web.dashboard.html.Html;
import dev.otpost.web.dashboard.html.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much came in, and how soon Skyvern had it: bars above, and below them on a logarithmic scale
 * from 10 ms to 10 min where the middle one lay, with a line up to the slowest. The words round the
 * drawing are HTML, so that they are as large on a telephone as elsewhere.
 */
record TrafficPart(Traffic hour, Traffic day) {

  private static final int WIDTH = 600;
  private static final int BARS = 70;
  private static final int GAP = 14;
  private static final int SCALE = 110;
  private static final int HEIGHT = BARS + GAP + SCALE;
  private static final double FASTEST = 0.01;
  private static final double DECADES = Math.log10(600 / FASTEST);

  /** In seconds, with how they are called. */
  private static final List<Tick> TICKS =
      List.of(
          new Tick(0.1, "0.1 s"), new Tick(1, "1 s"), new Tick(10, "10 s"), new Tick(100, "100 s"));

  private record Tick(double seconds, String words) {}

  Html html() {
    return Frame.part("traffic", "traffic")
        .with("aria-label", "Traffic")
        .of(plot("hour", "The last hour", hour), plot("day", "The last day", day));
  }

  private static Html plot(String id, String title, Traffic traffic) {
    return tag("figure", "panel plot")
        .of(
            tag("figcaption").of(tag("h2").of(title), tag("p", "detail").of(summary(traffic))),
            isQuiet(traffic) ? Html.nothing() : inFull(id, title, traffic));
  }

  /** Empty axes would say no more than the line above them. */
  private static boolean isQuiet(Traffic traffic) {
    return traffic.steps().stream().allMatch(it -> it.arrivals() == 0 && it.answered() == 0);
  }

  private static Html inFull(String id, String title, Traffic traffic) {
    return all(
        tag("div", "canvas").of(drawing(id, title, traffic), scale(traffic)),
        tag("div", "axis")
            .of(
                Words.minute(traffic.from()),
                tag("span", "legend")
                    .of(
                        tag("span", "key-bar").of("arrivals"),
                        tag("span", "key-median").of("median to Skyvern"),
                        tag("span", "key-slowest").of("slowest")),
                tag("span").of("now")),
        table(id, traffic));
  }

  private static String summary(Traffic traffic) {
    if (isQuiet(traffic)) {
      return "No mail came. When it does, this shows how much, and how soon Skyvern had it.";
    }
    int arrivals = traffic.steps().stream().mapToInt(Step::arrivals).sum();
    int answered = traffic.steps().stream().mapToInt(Step::answered).sum();
    var slowest =
        traffic.steps().stream().flatMap(it -> it.slowest().stream()).max(Duration::compareTo);
    var typical = typical(traffic.steps());
    return Words.count(arrivals, "mail", "mails")
        + ", "
        + String.format(Locale.ROOT, "%,d", answered)
        + " with Skyvern"
        + typical.map(it -> ", mostly within " + Words.length(it)).orElse("")
        + slowest.map(it -> ", slowest " + Words.length(it)).orElse("");
  }

  /** The middle one of the middle ones, which is near enough to be told in passing. */
  private static Optional<Duration> typical(List<Step> steps) {
    var medians = steps.stream().flatMap(it -> it.median().stream()).sorted().toList();
    return medians.isEmpty() ? Optional.empty() : Optional.of(medians.get(medians.size() / 2));
  }

  private static Html drawing(String id, String title, Traffic traffic) {
    int count = Math.max(1, traffic.steps().size());
    int most = Math.max(1, traffic.steps().stream().mapToInt(Step::arrivals).max().orElse(1));
    return tag("svg")
        .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
        .with("preserveAspectRatio", "none")
        .with("role", "img")
        .with("aria-labelledby", "%1$s-title %1$s-desc".formatted(id))
        .of(
            tag("title").with("id", id + "-title").of(title),
            tag("desc").with("id", id + "-desc").of(summary(traffic)),
            line("base", 0, BARS, WIDTH, BARS),
            each(TICKS, tick -> line("grid", 0, y(tick.seconds()), WIDTH, y(tick.seconds()))),
            all(
                IntStream.range(0, traffic.steps().size())
                    .mapToObj(i -> step(traffic.steps().get(i), i, (double) WIDTH / count, most))
                    .toArray(Html[]::new)));
  }

  private static Html step(Step step, int i, double width, int most) {
    double left = i * width + width * 0.15;
    double right = (i + 1) * width - width * 0.15;
    double high = step.arrivals() == 0 ? 0 : Math.max(2, (BARS - 4.0) * step.arrivals() / most);
    var bar =
        step.arrivals() == 0
            ? Html.nothing()
            : tag("rect", "bar")
                .with("x", number(left))
                .with("y", number(BARS - high))
                .with("width", number(right - left))
                .with("height", number(high));
    double middle = (left + right) / 2;
    var line =
        step.median()
            .flatMap(
                median ->
                    step.slowest()
                        .map(slowest -> line("slowest", middle, y(median), middle, y(slowest))))
            .orElse(Html.nothing());
    var median =
        step.median().map(it -> line("median", left, y(it), right, y(it))).orElse(Html.nothing());
    return all(bar, line, median);
  }

  private static Html line(String classes, double x1, double y1, double x2, double y2) {
    return tag("path", classes)
        .with("d", "M%s %sL%s %s".formatted(number(x1), number(y1), number(x2), number(y2)));
  }

  private static double y(Duration duration) {
    return y(duration.toNanos() / 1e9);
  }

  private static double y(double seconds) {
    double part = Math.log10(Math.max(FASTEST, seconds) / FASTEST) / DECADES;
    return HEIGHT - 2 - Math.min(1, part) * (SCALE - 4);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** The words of the scale stand at the same heights as its lines: see otpost.css. */
  private static Html scale(Traffic traffic) {
    int most = traffic.steps().stream().mapToInt(Step::arrivals).max().orElse(0);
    return tag("div", "scale")
        .with("aria-hidden", "true")
        .of(
            tag("span", "most").of(most == 0 ? "none" : "most " + most),
            each(
                TICKS,
                tick ->
                    tag("span", "tick-" + tick.words().replaceAll("[. s]", "")).of(tick.words())));
  }

  private static Html table(String id, Traffic traffic) {
    var rows =
        IntStream.range(0, traffic.steps().size())
            .filter(i -> traffic.steps().get(i).arrivals() > 0)
            .mapToObj(i -> row(traffic.from().plus(traffic.step().multipliedBy(i)), traffic, i))
            .toArray(Html[]::new);
    return tag("details", "figures")
        .with("id", id + "-figures")
        .of(
            tag("summary").of("In figures"),
            rows.length == 0
                ? tag("p", "detail").of("Nothing came.")
                : tag("div", "roll")
                    .with("tabindex", 0)
                    .with("role", "region")
                    .with("aria-label", "Figures of the last " + id)
                    .of(
                        tag("table")
                            .of(
                                tag("thead").of(tag("tr").of(each(HEADS, TrafficPart::head))),
                                tag("tbody").of(rows))));
  }

  private static final List<String> HEADS =
      List.of("From", "Arrivals", "With Skyvern", "Median", "Slowest");

  private static Tag head(String words) {
    return tag("th").with("scope", "col").of(words);
  }

  private static Html row(Instant from, Traffic traffic, int i) {
    var step = traffic.steps().get(i);
    return tag("tr")
        .of(
            tag("th").with("scope", "row").of(Words.minute(from)),
            tag("td").of(text(String.valueOf(step.arrivals()))),
            tag("td").of(text(String.valueOf(step.answered()))),
            tag("td").of(text(step.median().map(Words::length).orElse("–"))),
            tag("td").of(text(step.slowest().map(Words::length).orElse("–"))));
  }
}
