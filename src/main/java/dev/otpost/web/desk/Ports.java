package dev.otpost.web.desk;

import dev.otpost.message.Checkup;
import dev.otpost.message.Reach;
import dev.otpost.message.State;
import dev.otpost.message.Telling;
import dev.otpost.spool.Watched;
import java.util.List;
import java.util.Map;

/**
 * What other rooms than the spool know and do; the gateway hands it in. For any number of threads.
 */
public interface Ports {

  /**
   * How everything stands.
   *
   * @param counts how many messages there are in each state
   * @param watched what the spool knows of folders
   * @param tellings what the operator was told of, in every channel
   */
  Situation situation(Map<State, Long> counts, List<Watched> watched, List<Telling> tellings);

  /** How each destination stands. Cheap. */
  List<Reach> skyverns();

  /** What mail can come in by. */
  Ways ways();

  /** Sends a mail of our own through everything. Takes seconds. */
  Checkup checkup() throws InterruptedException;

  /**
   * What mail can come in by.
   *
   * @param recipients the addresses it is taken in for, as they may be shown; none if it does not
   *     come by SMTP
   * @param mailboxes those that are watched, by the names that the configuration gives them
   */
  record Ways(List<String> recipients, List<String> mailboxes) {
    public Ways {
      recipients = List.copyOf(recipients);
      mailboxes = List.copyOf(mailboxes);
    }
  }
}
