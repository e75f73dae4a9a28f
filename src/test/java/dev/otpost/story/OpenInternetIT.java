package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon where anybody can reach it. */
class OpenInternetIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int TEN_MIB = 10 * 1024 * 1024;

  @RegisterExtension final Stage stage = new Stage();

  OpenInternetIT() throws IOException {}

  static Stream<Arguments> crowds() {
    var many = IntStream.rangeClosed(1, 200).mapToObj(i -> "127.0.1." + i).toList();
    return Stream.of(
        Arguments.of("from one address, silent", List.of("127.0.0.1"), false),
        Arguments.of("from one address, trickling", List.of("127.0.0.1"), true),
        Arguments.of("from many addresses, silent", many, false),
        Arguments.of("from many addresses, trickling", many, true));
  }

  @Tag("system")
  @ParameterizedTest(name = "{0}")
  @MethodSource("crowds")
  void aThousandClientsThatDoNothingKeepNobodyWaiting(
      String name, List<String> addresses, boolean trickling) throws Exception {
    var daemon = stage.daemon();
    assertTrue(isTaken(daemon, 0));
    try (var crowd = new Crowd(daemon.smtpPort()).comes(1000, addresses)) {
      if (trickling) {
        crowd.trickles();
      }
      long begin = System.nanoTime();
      Until.holds("a good mail is taken", SOON, () -> isTaken(daemon, 1));
      Figures.print(
          "a thousand clients %s: a good mail was taken after %d ms"
              .formatted(name, (System.nanoTime() - begin) / 1_000_000));
    }
    stage.skyvern().awaitUntil(() -> hasPosted(1), SOON);
  }

  @Tag("system")
  @Test
  void fiftyOfTheLargestMailsAtOnceAreTakenOrAskedToComeAgain() throws Exception {
    var daemon = stage.daemon();
    var large = new Mail(1, "big@example.com").bytes();
    var mail = padded(large, TEN_MIB - 1024);
    var replies = new ArrayList<SmtpClient.Reply>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<SmtpClient.Reply> send =
          () -> {
            try (var client = new SmtpClient(daemon.smtpPort())) {
              return client.send(Mail.FROM, Stage.GATEWAY, mail);
            }
          };
      var sent = senders.invokeAll(Collections.nCopies(50, send));
      Until.holds("a good mail is taken", SOON, () -> isTaken(daemon, 2));
      for (var one : sent) {
        replies.add(one.get());
      }
    }
    assertTrue(
        replies.stream().allMatch(reply -> reply.isYes() || reply.code() == 452),
        replies::toString);
    assertTrue(replies.stream().anyMatch(SmtpClient.Reply::isYes), replies::toString);
    Figures.print(
        "fifty mails of 10 MiB at once: %d taken, the others asked to come again"
            .formatted(replies.stream().filter(SmtpClient.Reply::isYes).count()));
    // The large ones are the same mail: it is posted once.
    stage.skyvern().awaitUntil(() -> hasPosted(1) && hasPosted(2), SOON);
    assertEquals(0, daemon.terminate());
  }

  static Stream<Arguments> bombs() {
    var head = "From: a@b.example\r\nTo: john@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
    return Stream.of(
        Arguments.of("a line without an end", head + "\r\n" + "x".repeat(TEN_MIB - 4096) + "\r\n"),
        Arguments.of("100,000 fields", "X-A: b\r\n".repeat(100_000) + head + "\r\nhello\r\n"),
        Arguments.of(
            "a field of 9 MB", "X-A: " + " x\r\n".repeat(2_300_000) + head + "\r\nhello\r\n"),
        Arguments.of(
            "parts in parts",
            head
                + IntStream.range(0, 20_000)
                    .mapToObj(
                        i ->
                            "Content-Type: multipart/mixed; boundary=b"
                                + i
                                + "\r\n\r\n--b"
                                + i
                                + "\r\n")
                    .reduce("", String::concat)),
        Arguments.of(
            "100,000 parts",
            head
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\nx\r\n".repeat(100_000)
                + "--b--\r\n"),
        Arguments.of(
            "HTML in HTML",
            head
                + "Content-Type: text/html\r\n\r\n"
                + "<div><table><tr><td>".repeat(40_000)
                + "\r\n"),
        Arguments.of(
            "a list in a list",
            head + "Content-Type: text/html\r\n\r\n" + "<ul><li>".repeat(65_536) + "\r\n"));
  }

  @Tag("system")
  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void aMailMadeToDoHarmIsAnsweredAndTheNextGoodOneIsPosted(String name, String mail)
      throws Exception {
    var daemon = stage.daemon();
    try (var client = new SmtpClient(daemon.smtpPort())) {
      long begin = System.nanoTime();
      var reply = client.send("", Stage.GATEWAY, mail.getBytes(StandardCharsets.ISO_8859_1));
      Figures.print(
          "%s: %s after %d ms"
              .formatted(name, reply.line(), (System.nanoTime() - begin) / 1_000_000));
    }
    assertTrue(isTaken(daemon, 1));
    stage.skyvern().awaitUntil(() -> hasPosted(1), SOON);
    assertEquals(0, daemon.terminate());
  }

  @Test
  void pythonSpeaksToUsInTheClearAndInTlsAndWithAPassword() throws Exception {
    var python = Needs.program("python3", "python3");
    var hash =
        Product.finish(
            new ProcessBuilder(
                "sh",
                "-c",
                "echo sesame | %s hash-password"
                    .formatted(Product.home().resolve("bin/otpost").toString())));
    assertEquals(0, hash.exit(), hash::toString);
    var daemon =
        stage.daemon(
            "OTPOST_SMTP_TLS_PORT", "0",
            "OTPOST_SMTP_ALLOWED_NETWORKS", "192.0.2.0/24",
            "OTPOST_SMTP_USERS", "jo=" + hash.out().strip());
    var script =
        Files.writeString(
            stage.folder().resolve("client.py"),
            """
            import smtplib, ssl, sys
            def context():
                trusting = ssl.create_default_context()
                trusting.check_hostname = False
                trusting.verify_mode = ssl.CERT_NONE
                return trusting
            def mail(code):
                return f"From: s@site.example\\nTo: jo@example.com\\nSubject: Your code\\n\\nYour sign-in code is {code}.\\n"
            port, secure, to = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            with smtplib.SMTP("127.0.0.1", port) as s:
                s.ehlo()
                assert "auth" not in s.esmtp_features, s.esmtp_features
                try:
                    s.sendmail("s@site.example", to, mail(100001))
                    sys.exit("taken from anybody")
                except smtplib.SMTPSenderRefused as e:
                    assert e.smtp_code == 530, e
                s.starttls(context=context())
                s.login("jo", "sesame")
                s.sendmail("s@site.example", to, mail(100002))
            with smtplib.SMTP_SSL("127.0.0.1", secure, context=context()) as s:
                try:
                    s.login("jo", "sesamy")
                    sys.exit("let in with a wrong password")
                except smtplib.SMTPAuthenticationError as e:
                    assert e.smtp_code == 535, e
                s.login("jo", "sesame")
                s.sendmail("s@site.example", to, mail(100003))
            """);
    var ended =
        Product.finish(
            new ProcessBuilder(
                python.toString(),
                script.toString(),
                Integer.toString(daemon.smtpPort()),
                Integer.toString(daemon.smtpsPort()),
                Stage.GATEWAY));
    assertEquals(0, ended.exit(), ended::toString);
    assertEquals(
        List.of("100002", "100003"),
        stage.skyvern().awaitPosts(2, SOON).stream()
            .map(post -> post.content().replaceAll("(?s).*code is (\\d+).*", "$1"))
            .toList());
  }

  @Test
  void swaksGetsAMailThroughInTlsWhereThatIsRequired() throws Exception {
    var swaks = Needs.program("swaks", "swaks").toString();
    var daemon = stage.daemon("OTPOST_SMTP_TLS_REQUIRED", "true");
    var server = "--server=127.0.0.1:" + daemon.smtpPort();
    var clear = Product.finish(new ProcessBuilder(swaks, server, "--to=" + Stage.GATEWAY));
    assertTrue(clear.out().contains("530 5.7.0"), clear::toString);
    var secured =
        Product.finish(
            new ProcessBuilder(
                swaks,
                server,
                "--tls",
                "--to=" + Stage.GATEWAY,
                "--header=Subject: Your code",
                "--body=Your sign-in code is 482913."));
    assertEquals(0, secured.exit(), secured::toString);
    assertTrue(stage.skyvern().awaitPosts(1, SOON).getFirst().content().contains("482913"));
  }

  @Tag("system")
  @Test
  void postfixRelaysInTls() throws Exception {
    var daemon = stage.daemon("OTPOST_SMTP_TLS_REQUIRED", "true");
    var postfix = stage.encryptingPostfix(daemon.smtpPort());
    try (var load = new Load(50, Mail::recipient)) {
      load.start(postfix.port());
      assertEquals(List.of(), load.finish());
      Verdict.nothingIsLost(load, stage.skyvern(), daemon);
      assertEquals(0, Verdict.repeated(stage.skyvern()));
    }
  }

  @Test
  @Tag("system")
  void takesAHundredThousandMailsWithOneHostileClientToAHundred() throws Exception {
    var daemon =
        stage.daemon("OTPOST_SMTP_LIMITS_MAILS", "100000", "OTPOST_SMTP_LIMITS_TARPIT", "0s");
    try (var load = new Load(100_000);
        var hostile = Executors.newVirtualThreadPerTaskExecutor()) {
      var kinds = Stream.generate(Hostile::values).flatMap(Stream::of).iterator();
      long begin = System.nanoTime();
      load.start(daemon.smtpPort());
      long warm = 0;
      for (int hundred = 0; hundred < 990; hundred++) {
        load.awaitAccepted(100);
        var next = kinds.next();
        hostile.execute(() -> next.comeTo(daemon.smtpPort()));
        if (hundred == 300) {
          warm = daemon.residentKib();
        }
      }
      assertEquals(List.of(), load.finish());
      double seconds = (System.nanoTime() - begin) / 1e9;
      long end = daemon.residentKib();
      Figures.print(
          "a soak of 100,000 mails: %.0f/s, resident %d MiB after 30,000 and %d MiB at the end"
              .formatted(100_000 / seconds, warm / 1024, end / 1024));

      stage.skyvern().awaitCodes(100_000, Duration.ofMinutes(10));
      Verdict.nothingIsLost(load, stage.skyvern());
      assertEquals(0, Verdict.repeated(stage.skyvern()));
      assertTrue(end < warm + 32 * 1024, "it grew");
    }
    assertEquals(0, daemon.terminate());
  }

  private boolean isTaken(Daemon daemon, int number) {
    try (var client = new SmtpClient(daemon.smtpPort())) {
      return client
          .send(Mail.FROM, Stage.GATEWAY, new Mail(number, "john@example.com").bytes())
          .isYes();
    } catch (IOException refused) {
      return false;
    }
  }

  private boolean hasPosted(int number) {
    return stage.skyvern().posts().stream()
        .anyMatch(post -> Mail.numberIn(post.content()).orElse(-1) == number);
  }

  private static byte[] padded(byte[] mail, int size) {
    var line = "0123456789".repeat(7) + "\r\n";
    var text = new StringBuilder(new String(mail, StandardCharsets.US_ASCII));
    while (text.length() < size) {
      text.append(line);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
