package dev.otpost.command;

import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Selection;
import dev.otpost.web.api.Objects;
import dev.otpost.web.desk.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries as JSON Lines, the oldest first. Read page by page: however many there are, few are in
 * memory, and a slow reader of the output does not hold the spool as it was, which would keep what
 * is erased in its log. Entries that change meanwhile are told as they are when their page comes.
 */
final class Export {

  private static final int PAGE = 200;

  private final Queue queue;
  private final Selection selection;
  private final boolean content;

  /**
   * Writes nothing yet.
   *
   * @param content whether text, code and link are told too
   */
  Export(Queue queue, Selection selection, boolean content) {
    this.queue = queue;
    this.selection = selection;
    this.content = content;
  }

  /** Into a file for its owner only, which is there when it is complete; in the place of any. */
  void into(Path file) throws IOException, CommandFailure {
    var part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_CREATE,
          "%s cannot be made: is its directory there, and may you write into it?".formatted(part));
    }
    try {
      try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        write(out::write, () -> true);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  void to(PrintWriter out) throws IOException, CommandFailure {
    if (!write(out::write, () -> !out.checkError())) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE, "The output was closed before everything was written.");
    }
  }

  private interface Line {
    void write(String line) throws IOException;
  }

  /**
   * @param goOn asked after each page
   * @return whether everything was written
   */
  private boolean write(Line out, BooleanSupplier goOn) throws IOException {
    long last = 0;
    while (true) {
      var page = queue.page(selection, last, PAGE);
      if (page.isEmpty()) {
        return true;
      }
      for (var entry : page) {
        out.write(Json.line(object(entry)) + "\n");
        last = entry.id();
      }
      if (!goOn.getAsBoolean()) {
        return false;
      }
    }
  }

  private Map<String, @Nullable Object> object(Entry entry) throws IOException {
    long id = entry.id();
    var object = Objects.story(new Story(entry, queue.attempts(id), queue.servings(id)));
    if (content) {
      var posted = entry.erased() ? Optional.<Content>empty() : queue.content(id);
      object.put("text", posted.map(Content::text).orElse(null));
      object.put("code", posted.flatMap(Content::code).orElse(null));
      object.put("link", posted.flatMap(Content::link).orElse(null));
    }
    return object;
  }
}
