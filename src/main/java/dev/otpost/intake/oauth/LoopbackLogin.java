package dev.otpost.intake.oauth;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A login by a browser that comes back to this machine (RFC 8252 7.3), or whose address is pasted
 * where it cannot. Its code is of use only to whoever holds the verifier (RFC 7636), and nobody can
 * slip in a code of his own, for it comes with the state (RFC 6749 10.12).
 *
 * @param patience how long the browser is waited for
 */
record LoopbackLogin(TokenClient http, Duration patience) {

  /** People look for their telephones. */
  static final Duration PATIENCE = Duration.ofMinutes(15);

  /**
   * What the provider said in the end.
   *
   * @param port at which to wait; 0 for any that is free
   * @throws IOException if the browser does not come back, or the port is taken
   */
  Answer login(Client client, int port, Person person) throws IOException, InterruptedException {
    var page =
        client
            .provider()
            .authorization()
            .orElseThrow(
                () ->
                    new TokenRefusedException(
                        "there is no authorization-endpoint to log in at by a browser"));
    try (var bell = Doorbell.at(port)) {
      var request = Request.make(House.of(client.provider()).redirect(bell.port()));
      var back = new CompletableFuture<Redirect>();
      bell.listen(it -> it.answers(request.state()), back::complete);
      person.hear("Open this address in a browser, and say yes as " + client.username() + ":");
      person.hear("");
      person.hear("  " + request.url(page, client));
      person.hear("");
      person.hear("The browser then comes back to port %d of this machine.".formatted(bell.port()));
      person.hear("If it runs on another machine, do one of these:");
      person.hear(
          "  - there, before you open it: ssh -L %d:127.0.0.1:%1$d THIS-MACHINE"
              .formatted(bell.port()));
      person.hear("  - when it says that it cannot connect, copy its address and paste it here:");
      Thread.ofVirtual().name("otpost-paste").start(() -> listen(person, request, back));
      var redirect = await(back);
      var code = redirect.code();
      return code.isPresent()
          ? http.post(client.provider().token(), request.exchange(client, code.get()))
          : new Answer.Refused("access_denied", redirect.error());
    }
  }

  /** Until the right thing is pasted, or nobody is there to paste. */
  private static void listen(Person person, Request request, CompletableFuture<Redirect> back) {
    for (var line = person.answer(); line.isPresent() && !back.isDone(); line = person.answer()) {
      var redirect = line.flatMap(Redirect::of).filter(it -> it.answers(request.state()));
      redirect.ifPresent(back::complete);
      if (redirect.isEmpty() && !line.get().isBlank()) {
        person.hear("That is not it. Paste the whole address, with \"code\" and \"state\" in it:");
      }
    }
  }

  private Redirect await(CompletableFuture<Redirect> back)
      throws IOException, InterruptedException {
    try {
      return back.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "no browser came back within %d minutes; begin again".formatted(patience.toMinutes()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // It is never completed so.
    }
  }
}
