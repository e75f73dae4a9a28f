package dev.otpost.web.sms;

import dev.otpost.message.Secret;

/**
 * Who may hand in text messages.
 *
 * @param token that a caller of {@code POST /sms} shows; empty if nobody may call
 * @param twilio the auth token with which Twilio signs; empty if it may not call
 */
public record SmsSettings(Secret token, Secret twilio) {

  /** No text messages come in. */
  public static final SmsSettings NONE = new SmsSettings(Secret.NONE, Secret.NONE);
}
