package dev.otpost.config;

import dev.otpost.alerts.AlertSettings;
import dev.otpost.alerts.AlertSettings.Limits;
import dev.otpost.alerts.AlertSettings.MailServer;
import dev.otpost.alerts.AlertSettings.Tls;
import dev.otpost.message.Address;
import dev.otpost.message.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads where alerts go. What is missing is no fault if the configuration is read to look at it
 * only.
 */
record AlertLoading(Secrets secrets) {

  AlertSettings load() {
    return new AlertSettings(
        new Limits(
            get(AlertKeys.SILENCE),
            get(AlertKeys.DISK_FREE),
            get(AlertKeys.PAUSE),
            get(AlertKeys.REMINDER)),
        webhooks(),
        command(),
        mail(),
        get(AlertKeys.TLS_AUTHORITIES));
  }

  /** For a mere look, one stands for all that there may be. */
  private List<Secret> webhooks() {
    var given = secrets.read("webhook URL", AlertKeys.WEBHOOK, AlertKeys.WEBHOOK_FILE);
    if (secrets.purpose() == Purpose.INSPECT) {
      return given.stream().toList();
    }
    var all = AlertWords.split(given.orElse(Secret.NONE));
    if (all.stream().flatMap(it -> AlertWords.url(it).stream()).anyMatch(Words::isOpenRoad)) {
      secrets
          .warnings()
          .add(
              "alerts.webhook is http to another network: its URL can be read on the way; use"
                  + " https");
    }
    return all;
  }

  private List<String> command() {
    var command = get(AlertKeys.COMMAND);
    if (!command.isEmpty() && secrets.purpose() == Purpose.SERVE) {
      var program = Path.of(command.getFirst());
      if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
        fault(
            AlertKeys.COMMAND,
            "otpost cannot run %s; name a program that is there, and that its user may run"
                .formatted(program));
      }
    }
    return command;
  }

  private Optional<MailServer> mail() {
    var host = get(AlertKeys.MAIL_HOST);
    var port = get(AlertKeys.MAIL_PORT);
    var tls = get(AlertKeys.MAIL_TLS);
    var username = get(AlertKeys.MAIL_USERNAME);
    var password = secrets.read("password", AlertKeys.MAIL_PASSWORD, AlertKeys.MAIL_PASSWORD_FILE);
    var from = get(AlertKeys.MAIL_FROM).or(() -> Address.of(username));
    var to = get(AlertKeys.MAIL_TO);
    if (AlertKeys.ALL.stream()
        .filter(it -> it.name().startsWith("alerts.mail."))
        .noneMatch(secrets.values()::given)) {
      return Optional.empty();
    }
    if (host.isEmpty()) {
      missing(
          AlertKeys.MAIL_HOST,
          "say which mail server takes alerts in; give " + AlertKeys.MAIL_HOST.form().unit());
    }
    if (to.isEmpty()) {
      missing(AlertKeys.MAIL_TO, "say to whom alerts go; give " + AlertKeys.MAIL_TO.form().unit());
    }
    if (from.isEmpty()) {
      missing(
          AlertKeys.MAIL_FROM,
          "say from which address alerts come; give " + AlertKeys.MAIL_FROM.form().unit());
    }
    if (!username.isEmpty() && password.isEmpty()) {
      missing(
          AlertKeys.MAIL_PASSWORD_FILE,
          "write the password of alerts.mail.username into a file and name it here");
    }
    if (username.isEmpty() && password.isPresent()) {
      missing(AlertKeys.MAIL_USERNAME, "say whose password it is, or leave the password out");
    }
    if (tls == Tls.NONE && !host.isEmpty() && Words.isElsewhere(host)) {
      secrets
          .warnings()
          .add(
              "alerts.mail.tls is none to another network: the password and the alerts can be read"
                  + " on the way; use implicit or starttls");
    }
    int standard =
        switch (tls) {
          case IMPLICIT -> 465;
          case STARTTLS -> 587;
          case NONE -> 25;
        };
    return host.isEmpty() || to.isEmpty() || from.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MailServer(
                host,
                port.orElse(standard),
                tls,
                username,
                password.orElse(Secret.NONE),
                from.get(),
                to));
  }

  private <T> T get(Key<T> key) {
    return secrets.values().get(key);
  }

  private void fault(Key<?> key, String whatToDo) {
    secrets.faults().add(Fault.in(key, secrets.values().stated(key), whatToDo));
  }

  private void missing(Key<?> key, String whatToDo) {
    if (secrets.purpose() == Purpose.SERVE) {
      secrets.faults().add(Fault.missing(key, whatToDo));
    }
  }
}
