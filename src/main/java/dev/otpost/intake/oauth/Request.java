package dev.otpost.intake.oauth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.intake.oauth.OAuthSettings.Client;
import java.net.URI;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request for an authorization code (RFC 6749 4.1.1), bound to whoever made it (RFC 7636).
 *
 * @param verifier is told to the token endpoint only; its hash goes through the browser
 * @param state comes back with the browser, and with no other
 * @param redirect where the browser is sent back to; sent as it is, for it is compared by character
 */
record Request(String verifier, String state, URI redirect) {

  /** 256 bits, which is what RFC 7636 7.1 wants, as 43 characters. */
  private static final int RANDOM_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Like no other. */
  static Request make(URI redirect) {
    return new Request(random(), random(), redirect);
  }

  /** What the browser is to open. */
  URI url(URI authorizationEndpoint, Client client) {
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", client.clientId());
    query.put("redirect_uri", redirect.toString());
    if (!client.provider().scope().isEmpty()) {
      query.put("scope", client.provider().scope());
    }
    query.put("state", state);
    query.put("code_challenge", challenge());
    query.put("code_challenge_method", "S256");
    query.put("login_hint", client.username());
    query.putAll(House.of(client.provider()).parameters());
    var sign = authorizationEndpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(
        authorizationEndpoint
            + sign
            + query.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                .collect(Collectors.joining("&")));
  }

  /** What turns the code into tokens (RFC 6749 4.1.3). */
  Map<String, String> exchange(Client client, String code) {
    var form = TokenClient.form(client);
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect.toString());
    form.put("code_verifier", verifier);
    return form;
  }

  /** RFC 7636 4.2. */
  private String challenge() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static String random() {
    var bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Request[" + redirect + "]";
  }
}
