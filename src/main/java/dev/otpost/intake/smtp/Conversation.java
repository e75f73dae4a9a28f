package dev.otpost.intake.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.subethamail.smtp.server.Session;

/** One client's session as the commands see it. It belongs to the session's thread. */
final class Conversation {

  private final Session session;
  private final PeerSocket socket;
  private Stage stage = new Stage.Unknown();

  Conversation(Session session, PeerSocket socket) {
    this.session = session;
    this.socket = socket;
  }

  /** The network address of the client. */
  String peer() {
    return socket.peer();
  }

  Stage stage() {
    return stage;
  }

  void become(Stage stage) {
    this.stage = stage;
  }

  /** Forgets the mail that was begun, if one was (RFC 5321 4.1.1.5). */
  void forgetMail() {
    if (stage instanceof Stage.Mail) {
      stage = new Stage.Greeted();
    }
  }

  PeerSocket socket() {
    return socket;
  }

  /**
   * Bytes from the client, from behind the last command line on; supports {@code mark} over 8192.
   */
  InputStream input() {
    return session.getRawInput();
  }

  /** Sends this reply at once, without waiting for more to go with it. */
  void say(String reply) throws IOException {
    sayLater(reply);
    socket.sendReplies();
  }

  /** Sends this reply at the latest when there is nothing to read from the client. */
  void sayLater(String reply) throws IOException {
    session.sendResponse(reply);
  }

  /** Ends the session and closes the connection; the last reply still goes out. */
  void hangUp() {
    session.quit();
  }
}
