package dev.otpost.web.desk;

import dev.otpost.message.Concern;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How otpost stands.
 *
 * @param version of the program
 * @param since when it runs
 * @param well whether nobody has to act
 * @param listeners what mail and text messages come in by, and HTTP
 * @param skyverns how each destination stands
 * @param mailboxes the folders that are watched
 * @param concerns what the operator should know of, as the alerts have it
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

  public Situation {
    listeners = List.copyOf(listeners);
    skyverns = List.copyOf(skyverns);
    mailboxes = List.copyOf(mailboxes);
    concerns = List.copyOf(concerns);
    counts = Map.copyOf(counts);
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
