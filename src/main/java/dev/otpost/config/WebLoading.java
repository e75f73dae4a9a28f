package dev.otpost.config;

import dev.otpost.message.Secret;
import dev.otpost.web.WebSettings;
import dev.otpost.web.pull.PullSettings;
import dev.otpost.web.sms.SmsSettings;

/** Reads what is said of HTTP and of what comes and goes by it. */
record WebLoading(Secrets secrets) {

  WebSettings load() {
    return new WebSettings(new HttpLoading(secrets).load(), pull(), sms());
  }

  private PullSettings pull() {
    return new PullSettings(
        secrets.values().get(PullKeys.WAIT),
        secrets.values().get(PullKeys.GRACE),
        secrets.values().get(PullKeys.WAITING),
        secrets.values().get(PullKeys.QUESTIONS));
  }

  private SmsSettings sms() {
    return new SmsSettings(
        secrets.read("token", SmsKeys.TOKEN, SmsKeys.TOKEN_FILE).orElse(Secret.NONE),
        secrets
            .read("auth token", SmsKeys.TWILIO_TOKEN, SmsKeys.TWILIO_TOKEN_FILE)
            .orElse(Secret.NONE));
  }
}
