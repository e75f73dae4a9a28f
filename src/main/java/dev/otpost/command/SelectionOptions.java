package dev.otpost.command;

import dev.otpost.message.Identifier;
import dev.otpost.message.Kind;
import dev.otpost.message.Source;
import dev.otpost.message.State;
import dev.otpost.spool.Selection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that say which entries of the spool are meant. */
final class SelectionOptions {

  private static final Pattern AGO =
      Pattern.compile("(?=\\d)(\\d{1,5}d)?((?:\\d{1,7}h)?(?:\\d{1,9}m)?(?:\\d{1,9}s)?)");

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = Words.class,
      description = "Only those in this state: ${COMPLETION-CANDIDATES}.")
  private Optional<State> state = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      completionCandidates = Kinds.class,
      description = "Only those that turned out to be this: ${COMPLETION-CANDIDATES}.")
  private Optional<Kind> kind = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      completionCandidates = Sources.class,
      description = "Only those that came in this way: ${COMPLETION-CANDIDATES}.")
  private Optional<Source> source = Optional.empty();

  @Option(
      names = "--identifier",
      paramLabel = "IDENTIFIER",
      description = "Only those for this mail address or phone number.")
  private Optional<String> identifier = Optional.empty();

  @Option(
      names = "--site",
      paramLabel = "DOMAIN",
      description = "Only those whose author's address is of this domain.")
  private Optional<String> site = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description =
          "Only those received since then: for so long (30m, 12h, 7d), since a day (2026-11-22) or"
              + " an instant (2026-11-22T10:00:00Z).")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = "Only those received before then, likewise.")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description =
          "Only those with this text in identifier, recipient, site or reasons. Texts and codes of"
              + " mails are not searched.")
  private Optional<String> search = Optional.empty();

  /** The states as the operator sees them everywhere. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(State.values()).map(State::word).iterator();
    }
  }

  /** The kinds likewise. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Kind.values()).map(Kind::word).iterator();
    }
  }

  /** The ways into the spool likewise. */
  static final class Sources implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Source.values())
          .filter(it -> it != Source.FILE)
          .map(Source::word)
          .iterator();
    }
  }

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  SelectionOptions() {}

  /**
   * @throws ParameterException if one of them cannot be understood
   */
  Selection selection(Instant now) {
    return new Selection(
        state,
        kind,
        source,
        identifier.map(it -> understood("--identifier", it, Identifier::new)),
        site.map(it -> it.toLowerCase(Locale.ROOT)),
        since.map(it -> understood("--since", it, text -> instant(text, now))),
        until.map(it -> understood("--until", it, text -> instant(text, now))),
        search.filter(it -> !it.isEmpty()));
  }

  /** What is said when there are none. */
  String nothing() {
    boolean more =
        Stream.of(kind, source, identifier, site, since, until, search)
            .anyMatch(Optional::isPresent);
    return state.map(it -> "Nothing is " + it.word()).orElse("Nothing in the spool")
        + (more ? " that you ask for." : ".");
  }

  private interface Reader<T> {
    /**
     * @throws DateTimeException if it is not understood
     * @throws IllegalArgumentException likewise
     */
    T read(String text);
  }

  private <T> T understood(String option, String text, Reader<T> reader) {
    try {
      return reader.read(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "%s %s is not understood: see --help for what it takes".formatted(option, text));
    }
  }

  private static Instant instant(String text, Instant now) {
    var ago = AGO.matcher(text);
    if (ago.matches()) {
      var days = Optional.ofNullable(ago.group(1)).orElse("");
      var rest = Optional.ofNullable(ago.group(2)).orElse("");
      return now.minus(Duration.parse("P" + days + (rest.isEmpty() ? "" : "T" + rest)));
    }
    return text.indexOf('T') > 0
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
  }
}
