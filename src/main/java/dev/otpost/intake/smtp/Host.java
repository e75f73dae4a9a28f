package dev.otpost.intake.smtp;

/** What all sessions of a listener share. */
record Host(
    SmtpSettings settings,
    Commands commands,
    Credentials credentials,
    Lobby lobby,
    Events events,
    Lingering lingering,
    Lingering turnedAway) {

  /** Clients that are turned away at once, politely. */
  static final int TURNED_AWAY = 500;

  SmtpSettings.Limits limits() {
    return settings.limits();
  }
}
