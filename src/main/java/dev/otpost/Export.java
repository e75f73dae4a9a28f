package dev.otpost;

import dev.otpost.message.Identifier;
import dev.otpost.message.Place;
import dev.otpost.spool.Attempt;
import dev.otpost.spool.Content;
import dev.otpost.spool.Entry;
import dev.otpost.spool.Hops;
import dev.otpost.spool.Queue;
import dev.otpost.spool.Selection;
import dev.otpost.spool.Serving;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    var attempts = queue.attempts(entry.id());
    var hops = Hops.of(entry, attempts);
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("id", entry.id());
    object.put("state", entry.state().word());
    object.put("kind", entry.kind().word());
    object.put("route", entry.route());
    object.put("identifier", entry.identifier().map(Identifier::value).orElse(null));
    object.put("because", entry.because());
    object.put("note", told(entry.note()));
    object.put("recipient", entry.recipient());
    object.put("site", told(entry.site()));
    object.put("mail_from", entry.mailFrom());
    object.put("dkim", entry.dkim().verdict().word());
    object.put("dkim_domain", told(entry.dkim().domain()));
    object.put("dkim_because", told(entry.dkim().because()));
    object.put("peer", told(entry.peer()));
    object.put("account", entry.place().map(it -> it.folder().account()).orElse(null));
    object.put("folder", entry.place().map(it -> it.folder().name()).orElse(null));
    object.put("uid_validity", entry.place().map(Place::uidValidity).orElse(null));
    object.put("uid", entry.place().map(Place::uid).orElse(null));
    object.put("size", entry.size());
    object.put("erased", entry.erased());
    object.put("forced", entry.forced());
    object.put("origin", Json.exact(entry.life().origin()));
    object.put("life_end", Json.exact(entry.life().end()));
    object.put("received_at", Json.exact(hops.received()));
    object.put("durable_at", time(hops.durable()));
    object.put("posted_at", time(hops.posted()));
    object.put("answered_at", time(hops.answered()));
    object.put("ended_at", time(entry.endedAt()));
    object.put("attempts", attempts.stream().map(Export::object).toList());
    object.put("servings", queue.servings(entry.id()).stream().map(Export::object).toList());
    if (content) {
      var posted = entry.erased() ? Optional.<Content>empty() : queue.content(entry.id());
      object.put("text", posted.map(Content::text).orElse(null));
      object.put("code", posted.flatMap(Content::code).orElse(null));
      object.put("link", posted.flatMap(Content::link).orElse(null));
    }
    return object;
  }

  private static Map<String, @Nullable Object> object(Attempt attempt) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("number", attempt.number());
    object.put("form", attempt.form().word());
    object.put("started_at", Json.exact(attempt.startedAt()));
    object.put("ended_at", time(attempt.endedAt()));
    object.put("outcome", told(attempt.word()));
    object.put("because", told(attempt.because()));
    return object;
  }

  private static Map<String, @Nullable Object> object(Serving serving) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("run", told(serving.run()));
    object.put("task", told(serving.task()));
    object.put("at", Json.exact(serving.at()));
    return object;
  }

  private static @Nullable String told(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String time(Optional<Instant> time) {
    return time.map(Json::exact).orElse(null);
  }
}
