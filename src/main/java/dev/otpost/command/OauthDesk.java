package dev.otpost.command;

import dev.otpost.intake.oauth.Logins;
import dev.otpost.intake.oauth.Logins.Way;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.intake.oauth.Pause;
import dev.otpost.intake.oauth.Person;
import dev.otpost.intake.oauth.Tokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What {@code otpost oauth} does, once the configuration is read.
 *
 * @param out for what was asked for; a person in a login hears the rest
 */
record OauthDesk(OAuthSettings settings, InstantSource clock, Pause pause, PrintWriter out) {

  int login(String account, Optional<Way> way, int port, Person person)
      throws IOException, InterruptedException, CommandFailure {
    known(account);
    // Before anything else, so that nobody logs in for nothing.
    stranger().ifPresent(who -> person.hear(who.warning("otpost oauth login " + account)));
    try (var logins = logins()) {
      var file = logins.login(account, way, port, person);
      out.println("The refresh token of %s is stored in %s.".formatted(account, file));
      out.println("A daemon that runs uses it from its next try on.");
      out.flush();
      return ExitCode.OK;
    }
  }

  /**
   * @param test whether to ask for an access token, which may change the refresh token
   */
  int status(boolean test) throws IOException, CommandFailure {
    if (settings.accounts().isEmpty()) {
      out.println("No account of imap.accounts has oauth.");
    }
    var who = test ? stranger() : Optional.<Stranger>empty();
    if (who.isPresent()) {
      // What it stores would be another's, and the daemon could not read it any more.
      throw new CommandFailure(
          ExitCode.CANNOT_CREATE, who.get().warning("otpost oauth status --test"));
    }
    boolean good = true;
    try (var logins = logins();
        var tokens = Tokens.of(settings, clock)) {
      for (var account : new TreeSet<>(settings.accounts().keySet())) {
        good &= status(account, logins, test ? Optional.of(tokens) : Optional.empty());
      }
    }
    out.flush();
    return good ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  int logout(String account) throws IOException, CommandFailure {
    known(account);
    try (var logins = logins()) {
      var file = logins.standing(account).file();
      out.println(
          logins.logout(account)
              ? "%s is deleted. At the provider otpost may still be allowed; take that back there."
                  .formatted(file)
              : "There is no %s.".formatted(file));
      out.flush();
      return ExitCode.OK;
    }
  }

  private boolean status(String account, Logins logins, Optional<Tokens> tokens) {
    boolean good = true;
    String words;
    try {
      var standing = logins.standing(account);
      good = standing.there();
      words =
          standing
              .since()
              .map(at -> "stored %s in %s".formatted(QueueCommand.local(at), standing.file()))
              .orElse(good ? "from the configuration" : "none: run otpost oauth login " + account);
      if (good && tokens.isPresent()) {
        tokens.get().token(account);
        words += "; it gives access tokens";
      }
    } catch (IOException e) {
      good = false;
      words = String.valueOf(e.getMessage());
    }
    out.printf("%-6s%-15s%s%n", good ? "ok" : "WRONG", account, words);
    return good;
  }

  private void known(String account) throws CommandFailure {
    if (!settings.accounts().containsKey(account)) {
      throw new CommandFailure(
          ExitCode.UNAVAILABLE,
          "There is no account %s of imap.accounts with oauth; there %s."
              .formatted(
                  account,
                  settings.accounts().isEmpty()
                      ? "is none"
                      : "are " + String.join(", ", new TreeSet<>(settings.accounts().keySet()))));
    }
  }

  private Logins logins() {
    return new Logins(settings, clock, pause);
  }

  private Optional<Stranger> stranger() throws IOException {
    var spool = Optional.ofNullable(settings.directory().toAbsolutePath().getParent());
    return spool.isPresent() ? Stranger.to(spool.get()) : Optional.empty();
  }
}
