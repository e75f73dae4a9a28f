package dev.otpost.intake.oauth;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.Answer.Given;
import dev.otpost.intake.oauth.Answer.Refused;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What an operator does with refresh tokens: gets one, looks whether there is one, throws it away.
 * A daemon that runs beside notices by itself. For one thread.
 *
 * <p>Each account that is named must be one of the settings.
 */
public final class Logins implements AutoCloseable {

  /** How to log in. */
  public enum Way {
    /** With a code that is typed on any device. */
    DEVICE,
    /** With a browser that comes back to this machine, or whose address is pasted. */
    BROWSER
  }

  /**
   * The refresh token of an account.
   *
   * @param file where one would be stored
   * @param there whether there is one, in the file or in the configuration
   * @param since when it was stored in the file; empty if it is not from there
   */
  public record Standing(Path file, boolean there, Optional<Instant> since) {}

  private final OAuthSettings settings;
  private final InstantSource clock;
  private final Pause pause;
  private final TokenClient http = new TokenClient();

  /** Opens no connection yet, and reads no file. */
  public Logins(OAuthSettings settings, InstantSource clock, Pause pause) {
    this.settings = settings;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Leads a person through a login. When it returns, the refresh token is on the disk.
   *
   * @param way empty for the one that suits the provider: by device where that is possible
   * @param port at which the browser comes back; 0 for any that is free
   * @return where it is stored
   * @throws TokenRefusedException if the provider, or the person, says no
   */
  public Path login(String account, Optional<Way> way, int port, Person person)
      throws IOException, InterruptedException {
    var client = client(account);
    var file = file(account);
    file.rehearse(); // Before anybody says yes to no avail.
    var answer =
        switch (way.orElse(client.provider().device().isPresent() ? Way.DEVICE : Way.BROWSER)) {
          case DEVICE -> new DeviceLogin(http, clock, pause).login(client, person);
          case BROWSER ->
              new LoopbackLogin(http, LoopbackLogin.PATIENCE).login(client, port, person);
        };
    file.store(client, refreshToken(client, answer), clock.instant());
    return file.path();
  }

  /** How things stand; nobody is asked. */
  public Standing standing(String account) throws IOException {
    var kept = file(account).current(client(account));
    return new Standing(
        file(account).path(), kept.isPresent(), kept.flatMap(TokenFile.Kept::since));
  }

  /** Deletes the file; whether there was one. One in the configuration stays. */
  public boolean logout(String account) throws IOException {
    client(account);
    return file(account).delete();
  }

  @Override
  public void close() {
    http.close();
  }

  private static Secret refreshToken(Client client, Answer answer) throws IOException {
    var host = client.provider().token().getHost();
    return switch (answer) {
      case Refused(var error, var words) ->
          throw new TokenRefusedException(
              "%s gives no token (%s)%s".formatted(host, words, advice(client, error)));
      case Given given -> {
        var refresh =
            given
                .grant()
                .map(Answer.Grant::refresh)
                .orElseThrow(() -> new IOException(host + ": there is no token in its answer"));
        if (refresh.isEmpty()) {
          throw new TokenRefusedException(
              host + " gives no refresh token: does the scope ask for one (offline_access)?");
        }
        yield refresh;
      }
    };
  }

  private static String advice(Client client, String error) {
    return switch (error) {
      case "invalid_client", "deleted_client", "unauthorized_client" ->
          ": see to client-id and client-secret"
              + (House.of(client.provider()) == House.MICROSOFT
                  ? ", and allow public client flows in the registration"
                  : "");
      case "expired_token" -> ": begin again";
      default -> "";
    };
  }

  private Client client(String account) {
    return Optional.ofNullable(settings.accounts().get(account))
        .orElseThrow(() -> new IllegalArgumentException("no account of OAuth: " + account));
  }

  private TokenFile file(String account) {
    return new TokenFile(settings.directory(), account);
  }
}
