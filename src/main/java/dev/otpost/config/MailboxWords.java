package dev.otpost.config;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.message.Address;
import dev.otpost.message.Recipients;
import dev.otpost.message.Secret;
import dev.otpost.message.Wildcards;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Forms of values that say which mailbox is watched, as whom, and what of it. */
final class MailboxWords {

  /** The most characters of a text and of the name of a folder. */
  static final int MAX_TEXT = 500;

  /** What would end a line, or is no letter at all: U+FFFD stands for what is not UTF-8. */
  private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cs}\uFFFD]");

  private static final Pattern TEXT =
      Pattern.compile("[^\\p{Cc}\\p{Cs}\uFFFD]{0," + MAX_TEXT + "}");

  /** A comma ends a name in a list; the other two are patterns when folders are listed. */
  private static final Pattern FOLDER =
      Pattern.compile("[^\\p{Cc}\\p{Cs}\uFFFD,*%]{1," + MAX_TEXT + "}");

  private static final Pattern MOVE = Pattern.compile("(?i)move\\s*[=:]\\s*(?<folder>.+)");

  /** The only folder that every server has, by this name in any case (RFC 3501 5.1). */
  private static final String INBOX = "INBOX";

  private MailboxWords() {}

  /** What a person made up or was given, blanks and all letters included; empty if none. */
  static Form<Secret> password() {
    return new Form<>(
        "the password itself",
        true,
        false,
        text -> {
          if (text.length() > Words.MAX_SECRET) {
            return new Bad<>(
                "this cannot be a password, it is too long (%d at most)"
                    .formatted(Words.MAX_SECRET));
          }
          var unfit = UNFIT.matcher(text);
          if (unfit.find()) {
            return new Bad<>(
                "character %d cannot be part of a password (a line break, a control character or"
                        .formatted(unfit.start() + 1)
                    + " not UTF-8); write the password in one line");
          }
          return new Good<>(new Secret(text));
        });
  }

  /** One line of any letters; empty if nobody gives one. */
  static Form<String> text(String unit) {
    return new Form<>(
        unit, text -> TEXT.matcher(text).matches() ? new Good<>(text) : new Bad<>("give " + unit));
  }

  /** One whole address; empty if nobody gives one. */
  static Form<Optional<Address>> address() {
    var unit = "an address like otp@gw.example.com";
    Form<Address> form =
        new Form<>(
            unit,
            text ->
                Address.of(text)
                    .filter(it -> text.indexOf('*') < 0 && Recipients.wellFormed(text))
                    .<Reading<Address>>map(Good::new)
                    .orElseGet(() -> new Bad<>("give " + unit)));
    return form.ifAny();
  }

  /** Folders, at least one and each once. */
  static Form<List<String>> folders() {
    var unit =
        "names of folders, separated by commas; one like \"[Gmail]/Spam\" in quotes, and none with"
            + " a comma, * or % in it";
    return new Form<>(
        unit,
        text -> {
          var folders = new ArrayList<String>();
          for (var item : Words.list(text)) {
            var folder = folder(item);
            if (folder.isEmpty()) {
              return new Bad<>("number %d is none; give %s".formatted(folders.size() + 1, unit));
            }
            if (folders.contains(folder.get())) {
              return new Bad<>(
                  "number %d stands there twice; leave one".formatted(folders.size() + 1));
            }
            folders.add(folder.get());
          }
          return folders.isEmpty() ? new Bad<>("give " + unit) : new Good<>(List.copyOf(folders));
        });
  }

  /** What becomes of a mail. */
  static Form<After> after() {
    var unit = "keep, seen, delete, or move: and the name of a folder";
    return new Form<>(
        unit,
        false,
        true,
        text -> {
          var move = MOVE.matcher(text);
          var folder = move.matches() ? folder(move.group("folder")) : Optional.<String>empty();
          return switch (text.toLowerCase(Locale.ROOT)) {
            case "keep" -> new Good<>(new After.Keep());
            case "seen" -> new Good<>(new After.Seen());
            case "delete" -> new Good<>(new After.Delete());
            default ->
                folder
                    .<Reading<After>>map(it -> new Good<>(new After.Move(it)))
                    .orElseGet(() -> new Bad<>("give " + unit));
          };
        });
  }

  private static Optional<String> folder(String text) {
    return FOLDER.matcher(text).matches()
        ? Optional.of(text.equalsIgnoreCase(INBOX) ? INBOX : text)
        : Optional.empty();
  }

  /** Patterns for those whom a mail is to; there may be none. */
  static Form<Wildcards> addressees() {
    return Words.wildcards(
        "addresses like john@example.com, or patterns like *@example.com, separated by commas",
        Stream::of,
        item -> Address.of(item).isPresent());
  }

  /** Patterns for subjects; there may be none. */
  static Form<Wildcards> subjects() {
    return Words.wildcards(
        "subjects, or patterns like *code*, separated by commas",
        Stream::of,
        item -> TEXT.matcher(item).matches());
  }

  /** Where tokens are had (RFC 6749 3.1, 3.2); empty if nobody says. */
  static Form<Optional<URI>> endpoint() {
    var unit = "a URL like https://login.example.com/oauth2/token";
    Form<URI> form =
        new Form<>(
            unit,
            text -> {
              try {
                var url = new URI(text);
                boolean web =
                    "https".equalsIgnoreCase(url.getScheme())
                        || "http".equalsIgnoreCase(url.getScheme());
                return web
                        && url.getHost() != null
                        && url.getPort() <= 65_535
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null
                    ? new Good<>(url)
                    : new Bad<>("give " + unit);
              } catch (URISyntaxException e) {
                return new Bad<>("give " + unit);
              }
            });
    return form.ifAny();
  }
}
