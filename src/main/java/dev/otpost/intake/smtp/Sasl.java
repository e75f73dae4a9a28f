package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import dev.otpost.message.Users;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The exchange behind AUTH (RFC 4954, RFC 4422), a step after the other: {@link #begin} takes the
 * argument of AUTH, {@link Challenge#answer} each line that comes in answer to a challenge. It
 * knows neither sockets nor passwords and has no state; a step is a value.
 *
 * <p>The mechanisms are PLAIN (RFC 4616) and LOGIN (draft-murchison-sasl-login, which old clients
 * have alone). Both give the password away to whoever listens: they are for TLS only.
 */
sealed interface Sasl {

  /** What EHLO says that there is. */
  String MECHANISMS = "PLAIN LOGIN";

  /** Why most of what is malformed is. */
  String NOT_BASE64 = "it is not UTF-8 in base64";

  /**
   * The client is to answer this.
   *
   * @param text in base64, to stand behind {@code 334} and a blank; may be empty
   * @param asked what the answer will be
   */
  record Challenge(String text, Asked asked) implements Sasl {

    /**
     * The next step.
     *
     * @param line without its CRLF
     */
    Sasl answer(String line) {
      return line.equals("*") ? new Cancelled() : asked.given(line);
    }

    @Override
    public String toString() {
      return "Challenge[" + asked.getClass().getSimpleName() + "]";
    }
  }

  /**
   * Who the client says he is, and his word for it.
   *
   * @param user not empty; not for the log before the password was found right, for some type it
   *     here
   */
  record Credentials(String user, Secret password) implements Sasl {

    @Override
    public String toString() {
      return "Credentials";
    }
  }

  /** The client thought better of it ({@code *}; 501 5.7.0). */
  record Cancelled() implements Sasl {}

  /** There is no such mechanism (504 5.5.4). */
  record Unsupported() implements Sasl {}

  /**
   * It was not understood (501 5.5.2).
   *
   * @param because a clause that repeats nothing of what was said
   */
  record Malformed(String because) implements Sasl {}

  /**
   * The first step.
   *
   * @param argument of AUTH: a mechanism and, perhaps, an initial response, {@code =} for an empty
   *     one
   */
  static Sasl begin(String argument) {
    int blank = argument.indexOf(' ');
    var mechanism = blank < 0 ? argument : argument.substring(0, blank);
    var initial = blank < 0 ? Optional.<String>empty() : Optional.of(argument.substring(blank + 1));
    return switch (mechanism.toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> first(new Challenge("", new Message()), initial);
      case "LOGIN" -> first(new Challenge(base64("Username:"), new Name()), initial);
      case "" -> new Malformed("it names no mechanism");
      default -> new Unsupported();
    };
  }

  private static Sasl first(Challenge challenge, Optional<String> initial) {
    return initial
        .map(response -> challenge.asked().given(response.equals("=") ? "" : response))
        .orElse(challenge);
  }

  /** What a client was asked for. */
  sealed interface Asked {

    Sasl given(String response);
  }

  /** PLAIN: {@code authzid NUL authcid NUL passwd}. */
  record Message() implements Asked {

    @Override
    public Sasl given(String response) {
      var text = decoded(response);
      if (text.isEmpty()) {
        return new Malformed(NOT_BASE64);
      }
      var parts = text.get().split("\0", -1);
      if (parts.length != 3) {
        return new Malformed("it is not three parts with NUL between them");
      }
      // RFC 4616 2: nobody here may act for somebody else.
      return parts[0].isEmpty() || parts[0].equals(parts[1])
          ? credentials(parts[1], parts[2])
          : new Malformed("it asks to act for another user");
    }
  }

  /** LOGIN: the user. */
  record Name() implements Asked {

    @Override
    public Sasl given(String response) {
      return decoded(response)
          .<Sasl>map(user -> new Challenge(base64("Password:"), new Word(user)))
          .orElse(new Malformed(NOT_BASE64));
    }
  }

  /** LOGIN: his password. */
  record Word(String user) implements Asked {

    @Override
    public Sasl given(String response) {
      return decoded(response)
          .map(password -> credentials(user, password))
          .orElse(new Malformed(NOT_BASE64));
    }

    @Override
    public String toString() {
      return "Word";
    }
  }

  private static Sasl credentials(String user, String password) {
    if (user.isEmpty() || user.indexOf('\0') >= 0 || octets(user) > Users.MAX_NAME) {
      return new Malformed("the user is no name");
    }
    if (password.isEmpty()
        || password.indexOf('\0') >= 0
        || octets(password) > PasswordHash.MAX_PASSWORD) {
      return new Malformed("the password is none");
    }
    return new Credentials(user, new Secret(password));
  }

  private static int octets(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /** Strictly: padded, and one text for the same octets (RFC 4648 3.2, 3.5). */
  private static Optional<String> decoded(String response) {
    try {
      var octets = Base64.getDecoder().decode(response.getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(octets).equals(response)
          ? Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString())
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
