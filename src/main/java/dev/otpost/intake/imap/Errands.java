package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.message.Bookmarks;
import dev.otpost.message.Errand;
import dev.otpost.message.Folder;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with mails in their mailbox when they are durable here. That it fails is no failure
 * of the mail: it is tried again, and given up with a word in the log.
 */
record Errands(Folder folder, After after, Bookmarks bookmarks) {

  /** How often it is tried. */
  static final int TRIES = 10;

  private static final Logger log = LoggerFactory.getLogger(Errands.class);

  /**
   * Does what is to be done.
   *
   * @throws IOException if the connection is lost; what is left to do is remembered
   */
  void run(Mailbox mailbox) throws IOException {
    for (var errand : Progress.durable(() -> bookmarks.errands(folder))) {
      if (errand.place().uidValidity() != mailbox.uidValidity()) {
        end(errand, true);
        continue;
      }
      try {
        act(mailbox, errand.place().uid());
      } catch (Denied denied) {
        failed(errand, denied, !denied.mayBeTriedAgain());
        continue;
      } catch (IOException e) {
        // Perhaps the server crashes on it each time.
        failed(errand, e, false);
        throw e;
      }
      end(errand, true);
    }
  }

  private void failed(Errand errand, IOException because, boolean forGood) throws Trouble.Stalled {
    boolean last = forGood || errand.tries() + 1 >= TRIES;
    if (last) {
      log.atWarn()
          .addKeyValue("account", folder.account())
          .addKeyValue("folder", folder.name())
          .addKeyValue("uid", errand.place().uid())
          .addKeyValue("because", because.getMessage())
          .log("after_not_done");
    }
    end(errand, last);
  }

  private void act(Mailbox mailbox, long uid) throws IOException {
    switch (after) {
      case After.Keep _ -> {}
      case After.Seen _ -> mailbox.chores().seen(uid);
      case After.Move(var target) -> mailbox.chores().move(uid, target);
      case After.Delete _ -> mailbox.chores().delete(uid);
    }
  }

  private void end(Errand errand, boolean forGood) throws Trouble.Stalled {
    Progress.durable(
        () -> {
          if (forGood) {
            bookmarks.done(errand);
          } else {
            bookmarks.failed(errand);
          }
          return errand;
        });
  }
}
