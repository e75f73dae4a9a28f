package dev.otpost.web.desk;

import dev.otpost.message.Concern;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How otpost stands.
 *
 * @param version of the program
 * @param since when it runs
 * @param well whether nobody has to act
 * @param listeners what mail and text messages come in by, and HTTP
 * @param skyverns how each destination stands
 * @param mailboxes the folders that are watched
 * @param concerns what the operator should know of: what otpost has alerted of, and what waits in
 *     the spool for him
 * @param counts how many messages there are in each state; of a state that is absent, none
 */
public record Situation(
    String version,
    Instant since,
    boolean well,
    List<Ear> listeners,
    List<Reach> skyverns,
    List<Mailbox> mailboxes,
    List<Concern> concerns,
    Map<State, Long> counts) {

  private static final Set<Concern.Kind> WAIT =
      Set.of(Concern.Kind.DELIVERIES_HELD, Concern.Kind.GMAIL_CONFIRMATION);

  public Situation {
    listeners = List.copyOf(listeners);
    skyverns = List.copyOf(skyverns);
    mailboxes = List.copyOf(mailboxes);
    concerns = List.copyOf(concerns);
    counts = Map.copyOf(counts);
  }

  /**
   * The same with what waits in the spool at this moment: alerts take seconds to say that there is
   * something, and that it is over, lest they flap.
   */
  Situation with(List<Concern> waiting) {
    var all =
        Stream.concat(concerns.stream().filter(it -> !WAIT.contains(it.kind())), waiting.stream());
    return new Situation(
        version, since, well, listeners, skyverns, mailboxes, all.toList(), counts);
  }

  /**
   * A port on which something comes in.
   *
   * @param name {@code smtp}, {@code smtps}, {@code http}, {@code public}
   * @param alive whether it listens
   * @param since when
   */
  public record Ear(String name, String host, int port, boolean alive, Instant since) {}

  /**
   * A folder that is watched.
   *
   * @param state in a word, as {@code otpost status} has it
   * @param meaning the same in words
   * @param well whether new mail in it is heard of
   * @param aliveAt when its server last answered; empty if it has not
   * @param mailAt when the last mail was taken; empty if none was
   * @param trouble what last went wrong; may be empty
   */
  public record Mailbox(
      String account,
      String folder,
      String state,
      String meaning,
      boolean well,
      Optional<Instant> aliveAt,
      Optional<Instant> mailAt,
      String trouble) {}
}
