package dev.otpost.command;

import dev.otpost.alerts.AlertSettings;
import dev.otpost.config.LogFormat;
import dev.otpost.config.Settings;
import dev.otpost.delivery.DeliverySettings;
import dev.otpost.delivery.GmailSettings;
import dev.otpost.delivery.RouteSettings;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.gateway.Daemon;
import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.oauth.OAuthSettings;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Address;
import dev.otpost.message.Lane;
import dev.otpost.message.Recipients;
import dev.otpost.message.Secret;
import dev.otpost.parsing.ParsingSettings;
import dev.otpost.routing.RoutingSettings;
import dev.otpost.routing.SenderSettings;
import dev.otpost.spool.SpoolSettings;
import dev.otpost.web.WebSettings;
import dev.otpost.web.http.HttpSettings;
import dev.otpost.web.pull.PullSettings;
import dev.otpost.web.sms.SmsSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost demo}: the whole way on this machine alone, with nothing set up. */
@Command(
    name = "demo",
    description = {
      "Starts otpost on free ports of this machine with a stand-in for Skyvern, sends a 2FA mail as"
          + " Gmail forwards it, and shows what arrives. Stays up for your own mail until Ctrl-C."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Address GATEWAY = new Address("otp@gateway.demo");
  private static final Address RECIPIENT = new Address("john.doe@gmail.com");
  private static final long LARGEST_MAIL = 10 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParentCommand private OtpostCommand otpost;
  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Ends after the first mail.")
  private boolean once;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  DemoCommand() {}

  @Override
  public Integer call() throws Exception {
    var spool = Files.createTempDirectory("otpost-demo-");
    try (var skyvern = StandInSkyvern.start()) {
      var daemon = new Daemon(settings(skyvern, spool), otpost.around().clock());
      Signals.onStop(daemon::stop);
      daemon.run(
          running -> {
            var out = spec.commandLine().getOut();
            show(running, skyvern, out);
            if (once) {
              daemon.stop();
            } else {
              Thread.startVirtualThread(() -> showMore(skyvern, out));
            }
          });
      return ExitCode.OK;
    } finally {
      delete(spool);
    }
  }

  private void show(Daemon.Running running, StandInSkyvern skyvern, PrintWriter out)
      throws IOException {
    out.println("otpost listens for mail on %s:%d".formatted(LOOPBACK, port(running)));
    out.println("a stand-in for Skyvern listens on " + skyvern.uri());
    out.println();
    var mail = SampleMail.forwarded(RECIPIENT, GATEWAY, otpost.around().clock().instant());
    long sent = System.nanoTime();
    mail.send(LOOPBACK, port(running));
    out.println("Sent by SMTP, as Gmail forwards it: a mail with a code for " + RECIPIENT.value());
    out.println();
    var post =
        skyvern
            .awaitPost(_ -> true, PATIENCE)
            .orElseThrow(
                () -> new IOException("no mail arrived within " + PATIENCE.toSeconds() + " s"));
    print(post, out);
    out.println(
        "%.1f ms from the first byte of the SMTP session to the POST"
            .formatted((post.arrivedNanos() - sent) / 1e6));
    if (!once) {
      out.println();
      out.println("Send your own, and see it arrive here:");
      out.println(
          "  swaks --server %s:%d --to %s --data @mail.eml"
              .formatted(LOOPBACK, port(running), GATEWAY.value()));
      out.println("Ctrl-C ends.");
    }
    out.flush();
  }

  private static void showMore(StandInSkyvern skyvern, PrintWriter out) {
    for (int shown = 1; ; ) {
      int next = shown + 1;
      var post = skyvern.awaitPost(it -> it.number() == next, Duration.ofHours(1));
      if (post.isPresent()) {
        out.println();
        print(post.get(), out);
        out.flush();
        shown = next;
      }
    }
  }

  private static int port(Daemon.Running running) {
    return running.smtp().orElseThrow().port();
  }

  private static void print(Post post, PrintWriter out) {
    out.println("Skyvern got:  POST " + post.path());
    out.println("  totp_identifier  " + post.identifier());
    out.println("  source           " + post.source());
    out.println("  expired_at       " + post.expiredAt().orElse("-"));
    out.println("  content");
    post.content().lines().forEach(line -> out.println("    | " + line));
  }

  private static Settings settings(StandInSkyvern skyvern, Path spool) {
    var recipients = new Recipients(List.of(GATEWAY.value()));
    return new Settings(
        new SmtpSettings(
            true,
            LOOPBACK,
            0,
            "gateway.demo",
            recipients,
            LARGEST_MAIL,
            SmtpSettings.Limits.DEFAULT,
            SmtpSettings.Tls.STANDARD,
            SmtpSettings.Access.OPEN,
            new SmtpSettings.Bodies(LARGEST_MAIL, spool.resolve("incoming"))),
        ImapSettings.NONE,
        new OAuthSettings(spool.resolve("oauth"), Map.of()),
        ParsingSettings.STANDARD,
        new RoutingSettings(recipients, Duration.ofMinutes(15)),
        SenderSettings.ANYBODY,
        new SpoolSettings(spool, Duration.ofHours(1), Duration.ofDays(30)),
        new DeliverySettings(
            64,
            Map.of(
                Lane.DEFAULT_ROUTE,
                new RouteSettings(
                    new SkyvernSettings(
                        skyvern.uri(), new Secret(skyvern.apiKey()), Duration.ofSeconds(60))))),
        new GmailSettings(false),
        new WebSettings(new HttpSettings(LOOPBACK, 0), PullSettings.STANDARD, SmsSettings.NONE),
        AlertSettings.NONE,
        LogFormat.TEXT);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
