package dev.otpost.intake.oauth;

import dev.otpost.intake.imap.TokenSource;
import dev.otpost.intake.oauth.Answer.Given;
import dev.otpost.intake.oauth.Answer.Grant;
import dev.otpost.intake.oauth.Answer.Refused;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import dev.otpost.intake.oauth.TokenFile.Kept;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Access tokens, had for refresh tokens (RFC 6749 6) and kept in memory only. For each account one
 * is asked for at a time; whoever wants one meanwhile gets what comes of that. A refresh token that
 * comes with it is on the disk before the access token is handed out. Safe for any number of
 * threads.
 */
public final class Tokens implements TokenSource, AutoCloseable {

  /** A token that ends sooner is not begun with, unless it never had much longer. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** What no second try would change (RFC 6749 5.2, OpenID Connect Core 3.1.2.6, Microsoft's). */
  private static final Set<String> FOR_GOOD =
      Set.of(
          "invalid_grant",
          "interaction_required",
          "login_required",
          "consent_required",
          "access_denied",
          "invalid_client",
          "deleted_client",
          "unauthorized_client",
          "unsupported_grant_type",
          "invalid_scope",
          "invalid_request");

  /** Those that another login does not change. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of("invalid_client", "deleted_client", "unauthorized_client");

  /** Empty if there is no account to ask for: to make one takes longer than most of a start. */
  private final Optional<TokenClient> http;

  private final InstantSource clock;
  private final Map<String, Holder> holders = new HashMap<>();

  private Tokens(OAuthSettings settings, InstantSource clock) {
    this.clock = clock;
    this.http = settings.accounts().isEmpty() ? Optional.empty() : Optional.of(new TokenClient());
    http.ifPresent(
        asked ->
            settings
                .accounts()
                .forEach(
                    (account, client) ->
                        holders.put(
                            account,
                            new Holder(
                                asked,
                                account,
                                client,
                                new TokenFile(settings.directory(), account)))));
  }

  /** Opens no connection yet, and reads no file. */
  public static Tokens of(OAuthSettings settings, InstantSource clock) {
    return new Tokens(settings, clock);
  }

  @Override
  public Secret token(String account) throws IOException {
    return holder(account).token(Secret.NONE);
  }

  @Override
  public Secret tokenAfter(String account, Secret refused) throws IOException {
    return holder(account).token(refused);
  }

  /** Ends the calls under way; whoever waits for one gets an exception. */
  @Override
  public void close() {
    http.ifPresent(TokenClient::close);
  }

  private Holder holder(String account) {
    return Optional.ofNullable(holders.get(account))
        .orElseThrow(() -> new IllegalArgumentException("no account of OAuth: " + account));
  }

  /** An access token, and until when it is handed out. */
  private record Held(Secret token, Instant until) {}

  /** What came of asking. */
  private sealed interface Result {
    record Token(Secret token) implements Result {}

    record Failure(IOException failure) implements Result {}
  }

  /**
   * A new refresh token and the access token that came with it.
   *
   * @param instead of this one
   */
  private record Rotation(Secret refreshToken, Secret instead, Held held) {}

  /** The tokens of one account. */
  private final class Holder {

    private final TokenClient http;
    private final String account;
    private final Client client;
    private final TokenFile file;

    /** Guarded by this; empty before the first, and when a server did not take it. */
    private Optional<Held> held = Optional.empty();

    /** Guarded by this; empty while nobody asks. */
    private Optional<CompletableFuture<Result>> underWay = Optional.empty();

    /** What could not be stored when it came; only for the one who asks. */
    private Optional<Rotation> unstored = Optional.empty();

    Holder(TokenClient http, String account, Client client, TokenFile file) {
      this.http = http;
      this.account = account;
      this.client = client;
      this.file = file;
    }

    /**
     * @param refused is not handed out again if another can be had
     */
    Secret token(Secret refused) throws IOException {
      CompletableFuture<Result> result;
      boolean mine;
      synchronized (this) {
        held = held.filter(it -> !it.token().equals(refused));
        if (isGood(held)) {
          return held.orElseThrow().token();
        }
        mine = underWay.isEmpty();
        result = underWay.orElseGet(CompletableFuture::new);
        underWay = Optional.of(result);
      }
      if (mine) {
        ask(result);
      }
      return switch (await(result)) {
        case Result.Token(var token) -> token;
        case Result.Failure(var failure) -> throw failure;
      };
    }

    /** Completes {@code result} whatever happens, or those who wait would wait for ever. */
    private void ask(CompletableFuture<Result> result) {
      Optional<Held> got = Optional.empty();
      try {
        got = Optional.of(ask());
      } catch (IOException e) {
        result.complete(new Result.Failure(e));
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      } finally {
        synchronized (this) {
          held = got;
          underWay = Optional.empty();
        }
        got.ifPresent(it -> result.complete(new Result.Token(it.token())));
      }
    }

    private Held ask() throws IOException {
      if (unstored.isPresent()) {
        var late = unstored.get();
        store(late);
        if (isGood(Optional.of(late.held()))) {
          return late.held();
        }
      }
      // From when it is asked for, which is before it is made.
      var now = clock.instant();
      var used = file.current(client).orElseThrow(() -> refusal("", "there is no refresh token"));
      var answer = post(used);
      if (answer instanceof Refused) {
        // Somebody may have logged in just now, or asked beside this daemon.
        var newer = file.current(client);
        if (newer.isPresent() && !newer.get().refreshToken().equals(used.refreshToken())) {
          used = newer.get();
          answer = post(used);
        }
      }
      var grant = granted(answer);
      var access = new Held(grant.access(), now.plus(worth(grant.life())));
      if (!grant.refresh().isEmpty() && !grant.refresh().equals(used.refreshToken())) {
        store(new Rotation(grant.refresh(), used.refreshToken(), access));
      }
      return access;
    }

    private Answer post(Kept used) throws IOException {
      return http.post(
          client.provider().token(), TokenClient.refreshing(client, used.refreshToken()));
    }

    private Grant granted(Answer answer) throws IOException {
      return switch (answer) {
        case Refused(var error, var words) when FOR_GOOD.contains(error) ->
            throw refusal(error, words);
        case Refused(var _, var words) -> throw new IOException(host() + ": " + words);
        case Given given ->
            given
                .grant()
                .orElseThrow(() -> new IOException(host() + ": there is no token in its answer"));
      };
    }

    /** Durable when it returns; unless a login has stored a better one meanwhile. */
    private void store(Rotation rotation) throws IOException {
      unstored = Optional.of(rotation);
      var now = file.current(client).map(Kept::refreshToken);
      if (now.equals(Optional.of(rotation.instead()))) {
        file.store(client, rotation.refreshToken(), clock.instant());
      }
      unstored = Optional.empty();
    }

    private TokenRefusedException refusal(String error, String words) {
      var house = House.of(client.provider());
      return new TokenRefusedException(
          "%s gives no token (%s): %srun \"otpost oauth login %s\"%s"
              .formatted(
                  host(),
                  words,
                  OF_THE_CLIENT.contains(error) ? "see to client-id and client-secret, then " : "",
                  account,
                  error.equals("invalid_grant") ? house.hint() : ""));
    }

    private String host() {
      return client.provider().token().getHost();
    }
  }

  private boolean isGood(Optional<Held> held) {
    return held.filter(it -> clock.instant().isBefore(it.until())).isPresent();
  }

  private static Duration worth(Duration life) {
    var half = life.dividedBy(2);
    return life.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
  }

  private static Result await(CompletableFuture<Result> result) throws IOException {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
