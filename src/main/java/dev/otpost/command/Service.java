package dev.otpost.command;

import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.gateway.Daemon;
import dev.otpost.log.Log;
import dev.otpost.systemd.Heartbeat;
import dev.otpost.systemd.Systemd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code otpost serve} does. It needs nothing of the library that reads command lines.
 *
 * @param file the configuration; empty for the one that is found
 */
record Service(Surroundings around, Optional<Path> file) {

  private static final Logger log = LoggerFactory.getLogger(Service.class);

  /** Serves until it is told to stop. */
  void run() throws IOException, CommandFailure {
    run((_, _) -> {});
  }

  /** What is done beside it once it is up. */
  interface Beside {
    void act(Daemon daemon, Daemon.Running running) throws IOException;
  }

  void run(Beside beside) throws IOException, CommandFailure {
    var systemd = Systemd.of(around.environment(), ProcessHandle.current().pid());
    try {
      serve(systemd, beside);
    } catch (CommandFailure | IOException e) {
      // systemctl status shows it for as long as the service lies still.
      systemd.status(inOneLine(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private static String inOneLine(String message) {
    return message.strip().replaceAll(":\\R\\s*", ": ").replaceAll("\\R\\s*", "; ");
  }

  private void serve(Systemd systemd, Beside beside) throws IOException, CommandFailure {
    var loaded = around.configuration(file, Purpose.SERVE);
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
            beside.act(daemon, running);
          });
    }
  }

  private void reload(Daemon.Running running, Systemd systemd) {
    systemd.reloading();
    reload(running);
    systemd.ready();
  }

  private void warnOfExpired(Settings settings) {
    var now = around.clock().instant();
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
      var settings = around.configuration(file, Purpose.SERVE).settings();
      warnOfExpired(settings);
      running.useKeysOf(settings);
      log.atInfo().log("reloaded");
    } catch (CommandFailure e) {
      log.atError().addKeyValue("because", e.getMessage()).log("not_reloaded");
    }
  }
}
