package dev.otpost.config;

import static dev.otpost.config.Key.open;

import dev.otpost.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who may hand in text messages. */
final class SmsKeys {

  static final Key<Secret> TOKEN =
      open(
          "sms.token",
          Words.secret(),
          "none, and POST /sms takes nothing",
          "What a program shows that hands in text messages by POST /sms (Authorization: Bearer);"
              + " rather use token-file.");

  static final Key<Optional<Path>> TOKEN_FILE =
      open(
          "sms.token-file", Words.path(), "none", "A file that holds this token and nothing else.");

  static final Key<Secret> TWILIO_TOKEN =
      open(
          "sms.twilio-token",
          Words.secret(),
          "none, and POST /sms/twilio takes nothing",
          "The auth token of your account at Twilio, by which it signs the text messages that it"
              + " hands in; rather use twilio-token-file.");

  static final Key<Optional<Path>> TWILIO_TOKEN_FILE =
      open(
          "sms.twilio-token-file",
          Words.path(),
          "none",
          "A file that holds this auth token and nothing else.");

  static final List<Key<?>> ALL = List.of(TOKEN, TOKEN_FILE, TWILIO_TOKEN, TWILIO_TOKEN_FILE);

  private SmsKeys() {}
}
