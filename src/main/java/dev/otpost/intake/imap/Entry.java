package dev.otpost.intake.imap;

import dev.otpost.intake.imap.ImapSettings.Account;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.angus.mail.iap.Argument;

/** How otpost gets into an account. */
record Entry(Account account, TokenSource tokens) {

  /**
   * Logs in, and says who we are (ID, RFC 2971; some servers let nobody look into a folder who does
   * not).
   *
   * @throws Trouble.Refused if that will not do until somebody acts
   * @throws Trouble.Lost if it may do in a while
   */
  void logIn(Dialogue dialogue) throws IOException {
    switch (account.login()) {
      case Login.Password(var password) -> {
        try {
          withPassword(dialogue, password);
        } catch (Denied denied) {
          throw trouble(denied);
        }
      }
      case Login.Token() -> withToken(dialogue);
    }
    dialogue.askCapabilities();
    if (dialogue.hasCapability("ID")) {
      try {
        dialogue.tell("ID", new Argument().writeArgument(name()));
      } catch (Denied denied) {
        // It does not want to know.
      }
    }
  }

  private static Argument name() {
    // Quoted, as RFC 2971 wants it.
    return new Argument().writeNString("name").writeNString("otpost");
  }

  private void withPassword(Dialogue dialogue, Secret password) throws IOException {
    if (dialogue.hasCapability("AUTH=PLAIN")) {
      dialogue.authenticatePlain(account.username(), password.value());
    } else if (dialogue.hasCapability("LOGINDISABLED")) {
      throw new Trouble.Refused(
          "it takes no password over this connection: set tls to starttls or implicit, or use"
              + " oauth");
    } else {
      dialogue.keepSecret(password.value());
      dialogue.tell(
          "LOGIN",
          new Argument()
              .writeString(account.username(), StandardCharsets.UTF_8)
              .writeString(password.value(), StandardCharsets.UTF_8));
    }
  }

  private void withToken(Dialogue dialogue) throws IOException {
    if (!dialogue.hasCapability("AUTH=XOAUTH2")) {
      throw new Trouble.Refused("it takes no access tokens (XOAUTH2): give it a password");
    }
    var first = token(() -> tokens.token(account.name()));
    try {
      dialogue.authenticateWithToken(account.username(), first.value());
    } catch (Denied denied) {
      if (denied.passesAtLogin()) {
        throw trouble(denied);
      }
      var second = token(() -> tokens.tokenAfter(account.name(), first));
      try {
        dialogue.authenticateWithToken(account.username(), second.value());
      } catch (Denied again) {
        throw trouble(again);
      }
    }
  }

  private interface Request {
    Secret make() throws IOException;
  }

  private static Secret token(Request request) throws IOException {
    try {
      return request.make();
    } catch (TokenSource.TokenRefusedException e) {
      throw new Trouble.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Trouble.Lost("no access token: " + e.getMessage(), e);
    }
  }

  private Trouble trouble(Denied denied) {
    return denied.passesAtLogin()
        ? new Trouble.Lost("it lets nobody in just now: " + denied.getMessage(), denied)
        : new Trouble.Refused(
            "it does not let %s in: %s. %s"
                .formatted(account.username(), denied.getMessage(), advice()));
  }

  private String advice() {
    return switch (account.login()) {
      case Login.Password _ ->
          "Check username and password; Gmail and others want an app password here, or oauth";
      case Login.Token _ ->
          "Run otpost oauth login %s again, as the owner of that mailbox".formatted(account.name());
    };
  }
}
