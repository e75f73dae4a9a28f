package dev.otpost.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mailbox of a {@link Dovecot} as it lies on the disk: mail is put into it as any mail server
 * does, and what became of it is seen without asking the server.
 */
final class Maildir {

  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final Path root;
  private final String owner;

  /**
   * At {@code root}, made if it is not there.
   *
   * @param owner the user of the machine to whom its folders belong
   */
  Maildir(Path root, String owner) throws IOException {
    this.root = root;
    this.owner = owner;
    make(root);
  }

  /**
   * A mail in a folder.
   *
   * @param flags in letters, sorted: {@code S} read, {@code T} to be deleted; empty for none
   */
  record Stored(Path file, String flags) {

    boolean isSeen() {
      return flags.contains("S");
    }

    /** Which of the mails of a story it is; empty if of none, or if it is not there any more. */
    OptionalInt number() {
      try {
        return Mail.numberIn(Files.readString(file, StandardCharsets.ISO_8859_1));
      } catch (IOException gone) {
        return OptionalInt.empty();
      }
    }
  }

  /** Delivers a mail; when, by {@link System#nanoTime()}, it was there for everybody. */
  long deliver(String folder, byte[] mail) throws IOException {
    var path = path(folder);
    make(path);
    var name = freshName();
    var unfinished = Files.write(path.resolve("tmp").resolve(name), mail);
    Files.move(unfinished, path.resolve("new").resolve(name));
    return System.nanoTime();
  }

  /** There is the same mail since then, that many times: one file under many names. */
  void fill(String folder, byte[] mail, int times, Instant since) throws IOException {
    var path = path(folder);
    make(path);
    var one = Files.write(path.resolve("tmp").resolve(freshName()), mail);
    Files.setLastModifiedTime(one, FileTime.from(since));
    for (int i = 0; i < times; i++) {
      Files.createLink(path.resolve("cur").resolve(freshName() + ":2,"), one);
    }
    Files.delete(one);
  }

  /** What lies in a folder; nothing if there is no such folder. */
  List<Stored> files(String folder) throws IOException {
    var found = new ArrayList<Stored>();
    for (var name : List.of("new", "cur")) {
      try (var files = Files.list(path(folder).resolve(name))) {
        files.forEach(file -> found.add(new Stored(file, flags(file))));
      } catch (NoSuchFileException missing) {
        // there is no such folder
      }
    }
    return found;
  }

  /** Takes away how the server numbered the mails of a folder; only while it is not running. */
  void forgetNumbers(String folder) throws IOException {
    try (var files = Files.list(path(folder))) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (name.equals("dovecot-uidlist") || name.startsWith("dovecot.index")) {
          Files.delete(file);
        }
      }
    }
  }

  /** Maildir++: a folder is a folder beside the others, its name begins with a dot. */
  private Path path(String folder) {
    return folder.equals("INBOX") ? root : root.resolve("." + folder);
  }

  private void make(Path folder) throws IOException {
    var user = folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
    for (var path :
        List.of(folder, folder.resolve("tmp"), folder.resolve("new"), folder.resolve("cur"))) {
      if (!Files.exists(path)) {
        Files.setOwner(Files.createDirectories(path), user);
      }
    }
  }

  /** By which the server numbers mails that came at once: in the order of their delivery. */
  private static String freshName() {
    return "%d.M%09d.story".formatted(Instant.now().getEpochSecond(), SERIAL.incrementAndGet());
  }

  private static String flags(Path file) {
    var name = file.getFileName().toString();
    int info = name.indexOf(":2,");
    return info < 0 ? "" : name.substring(info + 3);
  }
}
