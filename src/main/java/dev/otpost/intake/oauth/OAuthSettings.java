package dev.otpost.intake.oauth;

import dev.otpost.message.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How access tokens are had (OAuth 2, RFC 6749).
 *
 * @param directory in which refresh tokens are kept; made, for its owner only, if it is missing
 * @param accounts by the name of the IMAP account
 */
public record OAuthSettings(Path directory, Map<String, Client> accounts) {

  public OAuthSettings {
    accounts = Map.copyOf(accounts);
  }

  /**
   * As whom otpost asks for the tokens of one account.
   *
   * @param username whose mailbox it is; the provider is told, so that the right account is chosen
   * @param provider whom it asks
   * @param clientId of the operator's own registration there
   * @param clientSecret likewise; none for a public client
   * @param refreshToken from the configuration; none if {@code otpost oauth login} gets one
   */
  public record Client(
      String username,
      Provider provider,
      String clientId,
      Secret clientSecret,
      Secret refreshToken) {}

  /**
   * Whom to ask.
   *
   * @param token the token endpoint (RFC 6749 3.2)
   * @param authorization the authorization endpoint (RFC 6749 3.1); empty if none is known
   * @param device the device authorization endpoint (RFC 8628 3.1); empty if none is known
   * @param scope what is asked for; may be empty
   */
  public record Provider(
      URI token, Optional<URI> authorization, Optional<URI> device, String scope) {

    /** Google: no device flow gives a scope for mail. */
    public static final Provider GOOGLE =
        new Provider(
            URI.create("https://oauth2.googleapis.com/token"),
            Optional.of(URI.create("https://accounts.google.com/o/oauth2/v2/auth")),
            Optional.empty(),
            "https://mail.google.com/");

    /** Microsoft, for accounts of all kinds. */
    public static final Provider MICROSOFT =
        new Provider(
            URI.create("https://login.microsoftonline.com/common/oauth2/v2.0/token"),
            Optional.of(
                URI.create("https://login.microsoftonline.com/common/oauth2/v2.0/authorize")),
            Optional.of(
                URI.create("https://login.microsoftonline.com/common/oauth2/v2.0/devicecode")),
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access");
  }
}
