package dev.otpost.doctor;

import dev.otpost.message.Secret;

/** As whom the test mail is handed over, where the listener asks for that. */
public record Login(String user, Secret password) {

  @Override
  public String toString() {
    return "Login[" + user.length() + " characters]";
  }
}
