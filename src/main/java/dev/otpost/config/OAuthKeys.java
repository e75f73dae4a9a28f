package dev.otpost.config;

import static dev.otpost.config.Key.open;

import dev.otpost.message.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is to be said of an account that is logged in to with tokens (OAuth 2). */
final class OAuthKeys {

  static final Key<Optional<Preset>> PRESET =
      open(
          "imap.accounts.*.oauth.preset",
          Words.oneOf(Preset.class).ifAny(),
          "none",
          "Whose mailbox it is: with it host, scope and endpoints need not be given.");

  static final Key<Optional<URI>> TOKEN_ENDPOINT =
      open(
          "imap.accounts.*.oauth.token-endpoint",
          MailboxWords.endpoint(),
          "that of the preset if there is one, else it must be given",
          "Where tokens are had.");

  static final Key<Optional<URI>> AUTHORIZATION_ENDPOINT =
      open(
          "imap.accounts.*.oauth.authorization-endpoint",
          MailboxWords.endpoint(),
          "that of the preset",
          "Where a person allows otpost in a browser to read the mailbox (otpost oauth login).");

  static final Key<Optional<URI>> DEVICE_ENDPOINT =
      open(
          "imap.accounts.*.oauth.device-endpoint",
          MailboxWords.endpoint(),
          "that of the preset",
          "Where otpost oauth login gets a code that a person types on another device.");

  static final Key<String> SCOPE =
      open(
          "imap.accounts.*.oauth.scope",
          MailboxWords.text("words separated by blanks, in one line"),
          "that of the preset",
          "What is asked for.");

  static final Key<String> CLIENT_ID =
      open(
          "imap.accounts.*.oauth.client-id",
          MailboxWords.text("the id in one line"),
          "none, it must be given",
          "The id of the client that you registered with the provider for otpost.");

  static final Key<Secret> CLIENT_SECRET =
      open(
          "imap.accounts.*.oauth.client-secret",
          Words.secret("secret"),
          "none",
          "Its secret, if it has one; rather use client-secret-file.");

  static final Key<Optional<Path>> CLIENT_SECRET_FILE =
      open(
          "imap.accounts.*.oauth.client-secret-file",
          Words.path(),
          "none",
          "A file that holds the secret of the client and nothing else.");

  static final Key<Secret> REFRESH_TOKEN =
      open(
          "imap.accounts.*.oauth.refresh-token",
          Words.secret("token"),
          "the one that otpost oauth login gets",
          "A refresh token, if you have one; rather use refresh-token-file.");

  static final Key<Optional<Path>> REFRESH_TOKEN_FILE =
      open(
          "imap.accounts.*.oauth.refresh-token-file",
          Words.path(),
          "none",
          "A file that holds the refresh token and nothing else. It is read only: new ones are kept"
              + " beside the spool.");

  /** In the order of {@code conf/otpost.yaml}. */
  static final List<Key<?>> ALL =
      List.of(
          PRESET,
          TOKEN_ENDPOINT,
          AUTHORIZATION_ENDPOINT,
          DEVICE_ENDPOINT,
          SCOPE,
          CLIENT_ID,
          CLIENT_SECRET,
          CLIENT_SECRET_FILE,
          REFRESH_TOKEN,
          REFRESH_TOKEN_FILE);

  private OAuthKeys() {}
}
