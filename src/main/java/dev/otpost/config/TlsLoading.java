package dev.otpost.config;

import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
import java.util.List;
import java.util.Optional;

/**
 * The part of the configuration that is about encryption of what comes in. Whether the files hold
 * what they should is seen when they are read, at the start.
 */
record TlsLoading(Values values, List<Fault> faults, List<String> warnings) {

  Tls tls() {
    var port = values.get(SmtpKeys.TLS_PORT);
    if (port.isPresent() && port.get() != 0 && port.get().equals(values.get(SmtpKeys.PORT))) {
      faults.add(
          Fault.in(
              SmtpKeys.TLS_PORT,
              values.stated(SmtpKeys.TLS_PORT),
              "smtp.port is the same; give another, 465 as a rule"));
    }
    return new Tls(files(), values.get(SmtpKeys.TLS_REQUIRED), port);
  }

  private Optional<PemFiles> files() {
    var certificate = values.get(SmtpKeys.TLS_CERTIFICATE);
    var key = values.get(SmtpKeys.TLS_KEY);
    if (certificate.isEmpty()) {
      key.ifPresent(
          _ ->
              faults.add(
                  Fault.in(
                      SmtpKeys.TLS_KEY,
                      values.stated(SmtpKeys.TLS_KEY),
                      "name the certificate of this key as well, in smtp.tls.certificate")));
      return Optional.empty();
    }
    var files = new PemFiles(certificate.get(), key.orElse(certificate.get()));
    if (SecretFile.isOpenToAll(files.key())) {
      warnings.add(
          "every user of this machine can read the private key in "
              + files.key()
              + "; chmod 600 it");
    }
    return Optional.of(files);
  }
}
