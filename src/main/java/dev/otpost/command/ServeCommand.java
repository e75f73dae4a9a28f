package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.gateway.Daemon;
import dev.otpost.log.Log;
import dev.otpost.systemd.Heartbeat;
import dev.otpost.systemd.Systemd;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code otpost serve}. */
@Command(
    name = "serve",
    description = {
      "Takes in mail and posts it, in the foreground, until SIGTERM or SIGINT. Logs to the standard"
          + " output.",
      "SIGHUP reads again: the API keys, certificates and proxies of every Skyvern, the passwords"
          + " of mailboxes, the listener's certificate, the URLs and the password of alerts, the"
          + " password and the tokens of HTTP, and the keys of runs and the tokens of text"
          + " messages."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  ServeCommand() {}

  @Override
  public Integer call() throws Exception {
    var around = otpost.around();
    var systemd = Systemd.of(around.environment(), ProcessHandle.current().pid());
    try {
      serve(around, systemd);
    } catch (CommandFailure | IOException e) {
      // systemctl status shows it for as long as the service lies still.
      systemd.status(inOneLine(String.valueOf(e.getMessage())));
      throw e;
    }
    return ExitCode.OK;
  }

  private void serve(Surroundings around, Systemd systemd) throws Exception {
    var loaded = config.load(around, Purpose.SERVE);
    Log.serve(loaded.settings().logFormat());
    loaded.warnings().forEach(it -> log.atWarn().addKeyValue("because", it).log("configuration"));
    // No reason not to start: mail is taken in, and goes to all other Skyverns.
    warnOfExpired(loaded.settings());
    var daemon = new Daemon(loaded.settings(), around.clock());
    // From the first moment on: unheard, a SIGHUP ends the process.
    var up = new AtomicReference<>(Optional.<Daemon.Running>empty());
    Signals.onReload(() -> up.get().ifPresent(running -> reload(running, systemd)));
    Signals.onStop(
        () -> {
          systemd.stopping();
          daemon.stop();
        });
    try (var heartbeat = Heartbeat.of(systemd)) {
      daemon.run(
          running -> {
            up.set(Optional.of(running));
            var vitals = running.website().vitals();
            systemd.ready();
            heartbeat.start(vitals::line, () -> vitals.health().isUp());
          });
    }
  }

  private static String inOneLine(String message) {
    return message.strip().replaceAll(":\\R\\s*", ": ").replaceAll("\\R\\s*", "; ");
  }

  private void reload(Daemon.Running running, Systemd systemd) {
    systemd.reloading();
    reload(running);
    systemd.ready();
  }

  private void warnOfExpired(Settings settings) {
    var now = otpost.around().clock().instant();
    for (var skyvern : settings.delivery().destinations().keySet()) {
      for (var words : skyvern.tls().expired(now)) {
        log.atWarn()
            .addKeyValue("skyvern", skyvern.baseUrl())
            .addKeyValue("because", words)
            .log("certificate_expired");
      }
    }
  }

  /** What cannot be read now is left as it was: a mistake in a file must not stop what runs. */
  private void reload(Daemon.Running running) {
    try {
      var settings = config.settings(otpost.around(), Purpose.SERVE);
      warnOfExpired(settings);
      running.useKeysOf(settings);
      log.atInfo().log("reloaded");
    } catch (CommandFailure e) {
      log.atError().addKeyValue("because", e.getMessage()).log("not_reloaded");
    }
  }
}
