package dev.otpost.config;

import dev.otpost.intake.oauth.OAuthSettings;

/** Providers of which otpost knows where their mail is and who gives tokens for it. */
enum Preset {
  GOOGLE,
  MICROSOFT;

  /** The server on which mailboxes are. */
  String host() {
    return switch (this) {
      case GOOGLE -> "imap.gmail.com";
      case MICROSOFT -> "outlook.office365.com";
    };
  }

  OAuthSettings.Provider provider() {
    return switch (this) {
      case GOOGLE -> OAuthSettings.Provider.GOOGLE;
      case MICROSOFT -> OAuthSettings.Provider.MICROSOFT;
    };
  }
}
