package dev.otpost.intake.imap;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/** GreenMail with one mailbox, on a free port of this machine. */
final class GreenServer implements AutoCloseable {

  static final String USER = "john@example.com";
  static final String PASSWORD = "open sesame";

  private final GreenMail server;
  private final GreenMailUser user;

  GreenServer() {
    this(0);
  }

  GreenServer(int port) {
    var setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP);
    server = new GreenMail(port == 0 ? setup.dynamicPort() : setup);
    server.start();
    user = server.setUser(USER, USER, PASSWORD);
  }

  int port() {
    return server.getImap().getPort();
  }

  void password(String other) {
    user.setPassword(other);
  }

  /** A mail that came just now. */
  long deliver(String mail) {
    return deliver("INBOX", mail, Instant.now());
  }

  /** A mail that came at this time. */
  long deliver(String folder, String mail, Instant since) {
    try {
      var message =
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
      return folder(folder).appendMessage(message, new Flags(), Date.from(since));
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  /** Made if there is none. */
  MailFolder folder(String name) {
    var hosts = server.getManagers().getImapHostManager();
    try {
      var there = hosts.getFolder(user, name);
      return there == null ? hosts.createMailbox(user, name) : there;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  boolean hasFolder(String name) {
    return server.getManagers().getImapHostManager().getFolder(user, name) != null;
  }

  /** Empty, and with another UIDVALIDITY, which is the time. */
  void makeAnew(String name) {
    long before = folder(name).getUidValidity();
    do {
      try {
        server.getManagers().getImapHostManager().deleteMailbox(user, name);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    } while (folder(name).getUidValidity() == before);
  }

  /** The subjects of the mails in a folder. */
  List<String> subjects(String folder) {
    return folder(folder).getMessages().stream()
        .map(
            it -> {
              try {
                return it.getMimeMessage().getSubject();
              } catch (MessagingException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  boolean isSeen(String folder, long uid) {
    return folder(folder).getMessage(uid).isSet(Flags.Flag.SEEN);
  }

  @Override
  public void close() {
    server.stop();
  }

  /** A mail with a code. */
  static String mail(String subject) {
    return """
    From: noreply@github.com
    To: john@example.com
    Subject: %s
    Message-ID: <%s@github.com>
    Date: Sun, 22 Nov 2026 10:00:00 +0000

    Your code is 123456.
    """
        .formatted(subject, subject.replace(' ', '-'))
        .replace("\n", "\r\n");
  }
}
