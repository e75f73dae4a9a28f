package dev.otpost.command;

import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.message.Address;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Outcome;
import dev.otpost.message.Recipients;
import dev.otpost.message.Source;
import dev.otpost.parsing.MessageParser;
import dev.otpost.routing.Router;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where somebody types: what otpost prints there and answers, with an environment and files of its
 * own, at a time that stands still.
 *
 * @param directory for the files, and empty at first
 */
record Shell(Path directory, Map<String, String> environment) {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Address GATEWAY = new Address("otp@gw.example.com");
  static final Address JOHN = new Address("john@example.com");

  static final String LINK =
      "https://mail-settings.google.com/mail/vf-%5BANGjdJ_x1f0-JZ4%5D-KiU2kFTTq2I";

  static final String QUESTION =
      """
      From: Gmail Team <forwarding-noreply@google.com>
      To: otp@gw.example.com
      Subject: (#99427480) Gmail Forwarding Confirmation - Receive Mail from john.doe@gmail.com
      Message-ID: <question@google.com>

      %s
      %s
      """
          .formatted(LINK, LINK.replace("/vf-", "/uf-"));

  Shell(Path directory) {
    this(directory, new HashMap<>());
  }

  /** What a command printed and answered. */
  record Ran(int exitCode, String out, String err) {}

  Ran run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        OtpostCommand.commandLine(
                new Surroundings(
                    environment, file("installation"), "gw.example.com", InstantSource.fixed(NOW)),
                arguments)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Sets what {@code serve} needs. */
  void serveFrom(StandInSkyvern skyvern) {
    set("SKYVERN_BASE_URL", skyvern.uri().toString());
    set("SKYVERN_API_KEY", skyvern.apiKey());
    set("OTPOST_SMTP_RECIPIENTS", GATEWAY.value());
    set("OTPOST_SMTP_PORT", "0");
    set("OTPOST_HTTP_PORT", "0");
    set("OTPOST_SPOOL_PATH", file("spool").toString());
  }

  /** Its own, as a daemon has it; nobody else has it until it is closed. */
  Spool spool() throws IOException {
    var path = file("spool");
    set("OTPOST_SPOOL_PATH", path.toString());
    return Spool.open(
        new SpoolSettings(path, Duration.ofHours(1), Duration.ofDays(30)),
        InstantSource.fixed(NOW));
  }

  /** A mail that came in; its id. */
  long receive() throws IOException {
    try (var spool = spool()) {
      return receive(spool);
    }
  }

  long receive(Spool spool) throws IOException {
    var mail = SampleMail.forwarded(JOHN, GATEWAY, NOW);
    return keep(spool, from(mail.mailFrom()), mail.bytes());
  }

  long receive(Envelope envelope, byte[] mail) throws IOException {
    try (var spool = spool()) {
      return keep(spool, envelope, mail);
    }
  }

  /** Gmail's, whether a mailbox may forward to otpost; its id. */
  long receiveQuestion() throws IOException {
    return receive(
        from("forwarding-noreply@google.com"), QUESTION.getBytes(StandardCharsets.UTF_8));
  }

  /** One that was posted, 5 ms after it had come, and answered after 115 ms more; its id. */
  long post(Outcome outcome) throws IOException {
    try (var spool = spool()) {
      long id = receive(spool);
      spool.begin(id, NOW.plusMillis(5));
      spool.settle(id, outcome, NOW.plusMillis(120));
      return id;
    }
  }

  private static Envelope from(String sender) {
    return new Envelope(Source.SMTP, sender, List.of(GATEWAY), "192.0.2.1", NOW);
  }

  private static long keep(Spool spool, Envelope envelope, byte[] mail) throws IOException {
    var router =
        new Router(
            new RoutingSettings(new Recipients(List.of(GATEWAY.value())), Duration.ofMinutes(15)));
    var letter = new MessageParser().parse(mail);
    var decisions = router.route(envelope, letter);
    return spool.commit(envelope, mail, letter, Dkim.UNCHECKED, decisions).ids().getFirst();
  }

  /** A file with a mail that Gmail forwarded. */
  Path mail() throws IOException {
    return Files.write(file("mail.eml"), SampleMail.forwarded(JOHN, GATEWAY, NOW).bytes());
  }
}
