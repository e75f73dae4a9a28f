package dev.otpost.intake.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/**
 * What can be done with mails of the folder that is open, one by one and by UID. That the server
 * does not do it is a {@link Denied}, and the mail is where it was. For one thread at a time.
 */
record Chores(Dialogue dialogue) {

  /** Marks a mail as read. */
  void seen(long uid) throws IOException {
    flag(uid, "\\Seen");
  }

  /**
   * Puts a mail into another folder, which is made if the server wants it so (TRYCREATE, RFC 3501
   * 7.1).
   *
   * @throws Denied if the server does not do it; the mail is where it was
   */
  void move(long uid, String folder) throws IOException {
    try {
      moveInto(uid, folder);
    } catch (Denied denied) {
      if (!denied.hasCode("TRYCREATE") && !denied.hasCode("NONEXISTENT")) {
        throw denied;
      }
      dialogue.tell("CREATE", FolderName.of(folder));
      moveInto(uid, folder);
    }
  }

  private void moveInto(long uid, String folder) throws IOException {
    if (dialogue.hasCapability("MOVE")) {
      dialogue.tell("UID MOVE", one(uid).append(FolderName.of(folder)));
    } else {
      // In this order, and the next only when the one before is done, or the mail might be lost.
      dialogue.tell("UID COPY", one(uid).append(FolderName.of(folder)));
      try {
        expunge(uid);
      } catch (Denied denied) {
        // Or there would be a copy more with each try.
        throw denied.notAgain();
      }
    }
  }

  /** Deletes a mail; at Gmail, where that would only take it out of the folder, it is binned. */
  void delete(long uid) throws IOException {
    var bin = dialogue.hasCapability("X-GM-EXT-1") ? bin() : Optional.<String>empty();
    if (bin.isPresent()) {
      dialogue.tell("UID MOVE", one(uid).append(FolderName.of(bin.get())));
    } else {
      expunge(uid);
    }
  }

  /**
   * Only this mail (UIDPLUS, RFC 4315 2.1). Without that it is marked and left: EXPUNGE would take
   * along whatever else somebody has marked.
   */
  private void expunge(long uid) throws IOException {
    flag(uid, "\\Deleted");
    if (dialogue.hasCapability("UIDPLUS")) {
      dialogue.tell("UID EXPUNGE", one(uid));
    }
  }

  private void flag(long uid, String flag) throws IOException {
    dialogue.tell("UID STORE", one(uid).writeAtom("+FLAGS.SILENT").writeAtom("(" + flag + ")"));
  }

  /** RFC 6154 2. */
  private Optional<String> bin() throws IOException {
    for (var answer : dialogue.collect("LIST", new Argument().writeString("").writeString("*"))) {
      if (answer instanceof IMAPResponse list && list.keyEquals("LIST")) {
        var info = dialogue.understand(() -> new ListInfo(list));
        if (info.attrs != null && List.of(info.attrs).contains("\\Trash")) {
          return Optional.of(info.name);
        }
      }
    }
    return Optional.empty();
  }

  private static Argument one(long uid) {
    return new Argument().writeNumber(uid);
  }
}
