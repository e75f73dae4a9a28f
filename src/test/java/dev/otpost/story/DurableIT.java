package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a yes is worth when the power fails behind it: seen from the kernel's side. */
class DurableIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAILS = 50;

  @RegisterExtension final Stage stage = new Stage();

  DurableIT() throws IOException {}

  @Test
  void everyMailIsSyncedToTheDiskBeforeItsYes() throws Exception {
    var daemon = stage.daemon();
    List<String> calls;
    try (var trace = Trace.seeing(daemon, "pwrite64,fdatasync,fsync,write,sendto,writev");
        var client = new SmtpClient(daemon.smtpPort())) {
      for (int number = 0; number < MAILS; number++) {
        var mail = new Mail(number, "john@example.com");
        assertTrue(client.send(Mail.FROM, Stage.GATEWAY, mail.bytes()).isYes());
      }
      Until.holds(
          "all that was seen is written down",
          LIMIT,
          () -> trace.calls().stream().filter(DurableIT::isYes).count() == MAILS);
      calls = trace.calls();
    }
    var story = new Reading();
    calls.forEach(story::read);
    assertEquals(MAILS, story.yeses);
    assertEquals(List.of(), story.early, "yeses before the mail was on the disk");
  }

  private static boolean isYes(String call) {
    return call.contains("250 2.0.0 kept as");
  }

  /** From call to call: was the mail that is said yes to written, and then synced? */
  private static final class Reading {
    private static final String LOG = "spool.db-wal>";

    private final List<String> early = new ArrayList<>();

    /** Threads that wait for the disk since the mail was written: such a call is seen twice. */
    private final Set<String> syncing = new HashSet<>();

    private boolean written;
    private boolean synced;
    private int yeses;

    void read(String call) {
      var thread = call.split(" ", 2)[0];
      if (call.contains("pwrite64(") && call.contains(LOG)) {
        written |= call.contains("story.%06d@".formatted(yeses));
      } else if (call.contains("sync(") && call.contains(LOG) && written) {
        syncing.add(thread);
      } else if (isYes(call)) {
        if (!synced) {
          early.add(call);
        }
        yeses++;
        written = false;
        synced = false;
        syncing.clear();
      }
      if (call.contains("sync") && call.endsWith("= 0") && syncing.remove(thread)) {
        synced = true;
      }
    }
  }
}
