package dev.otpost.intake.imap;

import dev.otpost.message.Secret;
import java.io.IOException;

/**
 * Knows the access tokens (OAuth 2, RFC 6749 1.4) of accounts. Safe for any number of threads; a
 * call may wait for the network.
 */
public interface TokenSource {

  /**
   * A token that is good for now.
   *
   * @throws TokenRefusedException if none will be given until somebody acts
   * @throws IOException if none could be had just now
   */
  Secret token(String account) throws IOException;

  /** A new one, for the server did not take {@code refused}; otherwise like {@link #token}. */
  Secret tokenAfter(String account, Secret refused) throws IOException;

  /** No token will be given until the operator acts; the message says what he has to do. */
  final class TokenRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public TokenRefusedException(String message) {
      super(message);
    }
  }
}
