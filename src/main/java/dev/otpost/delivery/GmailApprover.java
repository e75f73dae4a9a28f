package dev.otpost.delivery;

import dev.otpost.spool.Confirmation;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says yes by itself to Gmail's questions in the spool, from {@link #start} to {@link #close}, to
 * each once, one at a time, and never in the way of a mail that comes in: it is told when the
 * question is durable, and does its work on a thread of its own.
 *
 * <p>The attempt is recorded before it is made. One that was under way when otpost died is not made
 * again, for the operator has the link and a note that says so. What came back is a note too; the
 * question waits for the operator in any case, since only Gmail's settings show whether it counts.
 */
public final class GmailApprover implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GmailApprover.class);

  /** How long the end of a call that is being cut off is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How soon the spool is asked again when it failed. */
  private static final Duration SPOOL_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofHours(1);

  private final Spool spool;
  private final GmailClient gmail;
  private final Function<Confirmation, Optional<String>> objection;
  private final InstantSource clock;
  private final Semaphore asked = new Semaphore(1);
  private final Thread loop;
  private volatile boolean closing;

  private GmailApprover(
      Spool spool,
      GmailClient gmail,
      Function<Confirmation, Optional<String>> objection,
      InstantSource clock) {
    this.spool = spool;
    this.gmail = gmail;
    this.objection = objection;
    this.clock = clock;
    this.loop = Thread.ofVirtual().name("otpost-gmail").unstarted(this::run);
  }

  /**
   * Takes up the questions that wait in the spool, and from then on whatever arrives.
   *
   * @param objection why a question is not to be answered by otpost itself, in words for the
   *     operator; empty if it may be. Whether a mail is Google's at all is decided there
   */
  public static GmailApprover start(
      Spool spool,
      GmailClient gmail,
      Function<Confirmation, Optional<String>> objection,
      InstantSource clock) {
    var approver = new GmailApprover(spool, gmail, objection, clock);
    spool.listen(
        new Spool.Listener() {
          @Override
          public void arrived(Pending pending) {}

          @Override
          public void asked() {
            approver.asked.release();
          }

          // A question may have come in beside the daemon, by otpost ingest.
          @Override
          public void changed() {
            approver.asked.release();
          }
        });
    approver.loop.start();
    return approver;
  }

  /** Cuts off a call that is under way; what came of it is recorded. */
  @Override
  public void close() {
    closing = true;
    gmail.close();
    asked.release();
    try {
      loop.join(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    var pause = LONG;
    while (!closing) {
      try {
        // Looks round after a long pause too: a signal that was lost would cost an hour, no more.
        asked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
        asked.drainPermits();
        pause = LONG;
        answerAll();
      } catch (IOException e) {
        log.atError().addKeyValue("because", e.getMessage()).log("spool_failed");
        pause = SPOOL_PAUSE;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("gmail_auto_confirm_failed");
      } catch (InterruptedException e) {
        return; // Nobody interrupts this thread but who wants it to end.
      }
    }
  }

  private void answerAll() throws IOException {
    for (var question : spool.untriedConfirmations()) {
      if (closing) {
        return;
      }
      var link = question.link().flatMap(ApproveLink::of);
      var against =
          link.isEmpty()
              ? Optional.of("its link is not of the form that otpost opens")
              : objection.apply(question);
      if (against.isPresent()) {
        decline(question, against.get());
      } else if (spool.beginConfirmation(question.id(), clock.instant())) {
        answer(question, link.get());
      }
    }
  }

  private void answer(Confirmation question, ApproveLink link) throws IOException {
    var approval = gmail.approve(link);
    (approval.well() ? log.atInfo() : log.atWarn())
        .addKeyValue("id", question.id())
        .addKeyValue("because", approval.because())
        .log("gmail_auto_confirm");
    spool.settleConfirmation(question.id(), approval.because(), clock.instant());
  }

  /** Once: the note that it leaves says that it was said. */
  private void decline(Confirmation question, String because) throws IOException {
    var note = "auto-confirm: not tried, %s; open the link yourself".formatted(because);
    if (!question.note().equals(note)) {
      spool.noteConfirmation(question.id(), note);
      log.atWarn()
          .addKeyValue("id", question.id())
          .addKeyValue("because", because)
          .log("gmail_auto_confirm_declined");
    }
  }
}
