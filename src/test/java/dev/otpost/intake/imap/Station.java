package dev.otpost.intake.imap;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.body.Incoming;
import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.After;
import dev.otpost.intake.imap.ImapSettings.Limits;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.intake.imap.ImapSettings.Server;
import dev.otpost.intake.imap.ImapSettings.Times;
import dev.otpost.intake.imap.ImapSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How a test watches a mailbox: with times in which it does not grow old. */
record Station(
    int port,
    Tls tls,
    Optional<Path> authorities,
    Login login,
    List<String> folders,
    After after,
    Optional<Duration> since,
    Limits limits,
    TokenSource tokens) {

  private static final TokenSource NO_TOKENS =
      new TokenSource() {
        @Override
        public Secret token(String account) throws IOException {
          throw new IOException("there are no tokens here");
        }

        @Override
        public Secret tokenAfter(String account, Secret refused) throws IOException {
          return token(account);
        }
      };

  /** Long enough for a machine that is busy, short enough to be waited for. */
  static final Times TIMES =
      new Times(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofMillis(200));

  static Station at(int port) {
    return new Station(
        port,
        Tls.NONE,
        Optional.empty(),
        new Login.Password(new Secret(GreenServer.PASSWORD)),
        List.of("INBOX"),
        new After.Keep(),
        Optional.empty(),
        new Limits(8, 100_000, 1000, TIMES),
        NO_TOKENS);
  }

  Station folders(String... names) {
    return new Station(port, tls, authorities, login, List.of(names), after, since, limits, tokens);
  }

  Station after(After other) {
    return new Station(port, tls, authorities, login, folders, other, since, limits, tokens);
  }

  Station login(Login other) {
    return new Station(port, tls, authorities, other, folders, after, since, limits, tokens);
  }

  Station tls(Tls other, Optional<Path> believed) {
    return new Station(port, other, believed, login, folders, after, since, limits, tokens);
  }

  Station since(Duration back) {
    return new Station(
        port, tls, authorities, login, folders, after, Optional.of(back), limits, tokens);
  }

  Station tokens(TokenSource source) {
    return new Station(
        port, tls, authorities, new Login.Token(), folders, after, since, limits, source);
  }

  Station limits(Limits other) {
    return new Station(port, tls, authorities, login, folders, after, since, other, tokens);
  }

  /** Renewed after so long, with so long for an answer. */
  Station times(Duration renew, Duration answer) {
    var times = limits.times();
    return limits(
        new Limits(
            limits.connections(),
            limits.message(),
            limits.catchUp(),
            new Times(
                times.connect(),
                answer,
                renew,
                times.retry(),
                times.retryAtMost(),
                times.refused(),
                times.refusedAtMost())));
  }

  Account account() {
    return new Account(
        "work",
        new Server("127.0.0.1", port, tls, authorities),
        GreenServer.USER,
        login,
        new Address(GreenServer.USER),
        folders,
        after,
        Duration.ofMillis(100),
        since);
  }

  ImapSettings settings() {
    return new ImapSettings(List.of(account()), limits);
  }

  /** Watches; mail goes to the desk. */
  Watchers watch(Desk desk) {
    try {
      var directory = Files.createTempDirectory("otpost-station");
      directory.toFile().deleteOnExit();
      return Watchers.start(
          settings(),
          desk,
          desk,
          new Capacity(1 << 24, 1 << 26, Duration.ofSeconds(10), Incoming.in(directory)),
          tokens,
          InstantSource.system());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
