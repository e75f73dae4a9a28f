package dev.otpost.alerts;

import dev.otpost.alerts.AlertSettings.MailServer;
import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Concern;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends a notice as a mail in plain text. It says that a machine wrote it, so that no automatic
 * answer comes back (RFC 3834), and that otpost did, so that it is never taken for a code where it
 * is forwarded to otpost.
 */
record Mail(
    MailServer server, Optional<Path> authorities, String host, InstantSource clock, Duration limit)
    implements Channel {

  static final Duration LIMIT = Duration.ofSeconds(30);

  /** For each answer of the server. */
  private static final int ANSWER_MILLIS = 10_000;

  // RFC 5322 3.3
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "mail";
  }

  @Override
  public String tell(Notice notice) throws IOException, InterruptedException {
    var mail = write(notice);
    var sending = new Sending(() -> send(mail));
    // A thread of its own: whoever interrupts it closes its socket, whatever it waits for there.
    var thread = Thread.ofVirtual().name("otpost-alert-mail").start(sending);
    try {
      if (!thread.join(limit)) {
        throw new IOException("it was not sent within %d s".formatted(limit.toSeconds()));
      }
    } finally {
      thread.interrupt();
    }
    return sending.result();
  }

  /** The mail as it is sent. */
  byte[] write(Notice notice) throws IOException {
    var id = "<%s@%s>".formatted(UUID.randomUUID(), host.replaceAll("[^A-Za-z0-9.-]", "-"));
    var to = server.to().stream().map(Address::value).collect(Collectors.joining(", "));
    var text =
        "%s\r\n\r\n%s\r\n"
            .formatted(
                notice.text(host),
                notice.fields(host).entrySet().stream()
                    .map(it -> it.getKey() + ": " + it.getValue())
                    .collect(Collectors.joining("\r\n")));
    var lines =
        List.of(
            "From: otpost <" + server.from().value() + ">",
            "To: " + to,
            "Subject: "
                + MimeUtility.fold(
                    9, MimeUtility.encodeText("otpost alert: " + notice.subject(), "UTF-8", "Q")),
            "Date: " + DATE.format(clock.instant()),
            "Message-ID: " + id,
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            Concern.MAIL_HEADER + ": " + notice.concern().kind().word(),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            "",
            Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
            "");
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private String send(byte[] mail) throws IOException {
    try {
      var session = Session.getInstance(properties());
      var message = new MimeMessage(session, new ByteArrayInputStream(mail));
      var to =
          InternetAddress.parse(
              server.to().stream().map(Address::value).collect(Collectors.joining(",")), false);
      try (var transport = transport(session)) {
        transport.connect();
        transport.sendMessage(message, to);
      }
      return "accepted by " + server.host();
    } catch (MessagingException e) {
      return whatCameOf(e);
    }
  }

  private SMTPTransport transport(Session session) {
    boolean asUser = !server.username().isEmpty();
    return new SMTPTransport(
        session,
        new URLName(
            "smtp",
            server.host(),
            server.port(),
            null,
            asUser ? server.username() : null,
            asUser ? server.password().value() : null));
  }

  private Properties properties() throws IOException {
    var properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", ANSWER_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.localhost", host.matches("[A-Za-z0-9.-]+") ? host : "localhost");
    properties.put("mail.smtp.from", server.from().value());
    properties.put("mail.smtp.auth", Boolean.toString(!server.username().isEmpty()));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.ssl.socketFactory", Trust.of(authorities).sockets());
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(server.tls() == Tls.IMPLICIT));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(server.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(server.tls() == Tls.STARTTLS));
    return properties;
  }

  /** Words of our own: what a server says may repeat what it was sent. */
  private static String whatCameOf(MessagingException e) throws IOException {
    if (e instanceof SendFailedException partly
        && partly.getValidSentAddresses() != null
        && partly.getValidSentAddresses().length > 0) {
      return "accepted, but not for all of alerts.mail.to";
    }
    throw new IOException(
        switch (e) {
          case AuthenticationFailedException _ -> "it refuses alerts.mail.username or its password";
          case SMTPSendFailedException refused -> "it refuses the mail, SMTP " + code(refused);
          case SendFailedException _ -> "it takes mail for none of alerts.mail.to";
          default ->
              e.getCause() != null
                  ? Trouble.words(e.getCause())
                  : "it does not do what it should; is alerts.mail.tls right?";
        },
        e);
  }

  private static int code(SMTPSendFailedException e) {
    return e.getNextException() instanceof SMTPAddressFailedException address
        ? address.getReturnCode()
        : e.getReturnCode();
  }

  /** What one sending comes to, seen from another thread when it has ended. */
  private static final class Sending implements Runnable {
    private interface Work {
      String run() throws IOException;
    }

    private final Work work;
    private volatile String result = "";
    private volatile IOException failure = new IOException("it failed");
    private volatile boolean done;

    Sending(Work work) {
      this.work = work;
    }

    @Override
    public void run() {
      try {
        result = work.run();
        done = true;
      } catch (IOException e) {
        failure = e;
      }
    }

    String result() throws IOException {
      if (!done) {
        throw failure;
      }
      return result;
    }
  }
}
