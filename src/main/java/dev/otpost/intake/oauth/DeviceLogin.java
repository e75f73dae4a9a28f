package dev.otpost.intake.oauth;

import dev.otpost.intake.imap.TokenSource.TokenRefusedException;
import dev.otpost.intake.oauth.Answer.Given;
import dev.otpost.intake.oauth.Answer.Refused;
import dev.otpost.intake.oauth.OAuthSettings.Client;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A login on another device, with a code to be typed there (RFC 8628): for machines without a
 * browser.
 */
record DeviceLogin(TokenClient http, InstantSource clock, Pause pause) {

  private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

  /** In seconds (RFC 8628 3.2). */
  private static final long USUAL_INTERVAL = 5;

  /** In seconds; whoever wants a longer one would have the code end meanwhile. */
  private static final long LONGEST_INTERVAL = 60;

  /** In seconds; RFC 8628 3.2 demands that it is said. */
  private static final long USUAL_LIFE = 15 * 60;

  private static final long LONGEST_LIFE = 60 * 60;

  /** What the provider said in the end. */
  Answer login(Client client, Person person) throws IOException, InterruptedException {
    var device =
        client
            .provider()
            .device()
            .orElseThrow(
                () ->
                    new TokenRefusedException(
                        "there is no device-endpoint; log in with --browser"));
    var form = TokenClient.form(client);
    if (!client.provider().scope().isEmpty()) {
      form.put("scope", client.provider().scope());
    }
    return switch (http.post(device, form)) {
      case Refused refused -> refused;
      case Given begun -> login(client, begun, person);
    };
  }

  private Answer login(Client client, Given begun, Person person)
      throws IOException, InterruptedException {
    var deviceCode = begun.text("device_code");
    var userCode = begun.text("user_code");
    // Google's name for it is older than the standard's.
    var page = begun.text("verification_uri").or(() -> begun.text("verification_url"));
    if (deviceCode.isEmpty() || userCode.isEmpty() || page.isEmpty()) {
      throw new IOException("the device-endpoint answers something that is no code; is it right?");
    }
    var seconds = Math.min(begun.number("expires_in").orElse(USUAL_LIFE), LONGEST_LIFE);
    var end = clock.instant().plusSeconds(seconds);
    person.hear(
        "On any device, open %s and type %s; say yes as %s within %d minutes."
            .formatted(
                Plain.text(page.get()),
                Plain.text(userCode.get()),
                client.username(),
                seconds / 60));
    var form = TokenClient.form(client);
    form.put("grant_type", GRANT_TYPE);
    form.put("device_code", deviceCode.get());
    var interval = Math.clamp(begun.number("interval").orElse(USUAL_INTERVAL), 1, LONGEST_INTERVAL);
    while (true) {
      pause.pause(Duration.ofSeconds(interval));
      if (!clock.instant().isBefore(end)) {
        return new Refused("expired_token", "nobody said yes in time");
      }
      try {
        var answer = http.post(client.provider().token(), form);
        if (!(answer instanceof Refused refused)) {
          return answer;
        }
        switch (refused.error()) {
          case "authorization_pending" -> {}
          case "slow_down" -> interval += 5; // RFC 8628 3.5
          default -> {
            return refused;
          }
        }
      } catch (TokenRefusedException e) {
        throw e;
      } catch (IOException e) {
        interval = Math.min(2 * interval, LONGEST_INTERVAL); // RFC 8628 3.5
      }
    }
  }
}
