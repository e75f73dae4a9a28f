package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.demo.Post;
import dev.otpost.demo.SampleMail;
import dev.otpost.demo.StandInSkyvern;
import dev.otpost.gateway.Daemon;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
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

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParentCommand private OtpostCommand otpost;
  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Ends after the first mail.")
  private boolean once;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  DemoCommand() {}

  @Override
  public Integer call() throws Exception {
    try (var trial = Trial.begin()) {
      var around = trial.in(otpost.around());
      var configuration = around.configuration(Optional.of(trial.file()), Purpose.SERVE);
      var daemon = new Daemon(configuration.settings(), around.clock());
      var skyvern = trial.skyvern();
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
    }
  }

  private void show(Daemon.Running running, StandInSkyvern skyvern, PrintWriter out)
      throws IOException {
    out.println("otpost listens for mail on %s:%d".formatted(Trial.HOST, port(running)));
    out.println("a stand-in for Skyvern listens on " + skyvern.uri());
    out.println();
    var mail =
        SampleMail.forwarded(Trial.RECIPIENT, Trial.GATEWAY, otpost.around().clock().instant());
    long sent = System.nanoTime();
    mail.send(Trial.HOST, port(running));
    out.println(
        "Sent by SMTP, as Gmail forwards it: a mail with a code for " + Trial.RECIPIENT.value());
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
              .formatted(Trial.HOST, port(running), Trial.GATEWAY.value()));
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
}
