package dev.otpost.gateway;

import dev.otpost.intake.smtp.Credentials;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Concern;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code otpost check} says of the certificate that mail servers are shown.
 *
 * @param words which it is, for whom and until when
 * @param notes what is allowed but hardly meant: most mail servers encrypt with any certificate
 */
public record CertificateCheck(String words, List<String> notes) {

  /** Renewals as they are usual are through by then: certbot's begin 30 days before the end. */
  private static final Duration SOON = Duration.ofDays(14);

  /**
   * Of the certificate in the files as they are now.
   *
   * @throws IOException if there is a fault in the files that would keep {@code serve} from
   *     starting; the message says what to do
   */
  public static CertificateCheck of(SmtpSettings smtp, Instant now) throws IOException {
    var files = smtp.tls().files();
    if (files.isEmpty()) {
      return new CertificateCheck(
          "self-signed, made by otpost at every start",
          List.of(
              "mail servers encrypt with it (Gmail does), but nobody can tell by it that it is"
                  + " otpost who takes the mail in; set smtp.tls.certificate and smtp.tls.key for"
                  + " one of an authority"));
    }
    var credentials = Credentials.of(smtp.tls(), smtp.hostname());
    var expires = credentials.expires();
    var notes = new ArrayList<>(expiry(expires, now).stream().toList());
    if (!credentials.isFor(smtp.hostname())) {
      notes.add(
          "it is not for smtp.hostname, which is %s: get one that names it"
              .formatted(smtp.hostname()));
    }
    if (credentials.isSelfSigned()) {
      notes.add(
          "it is self-signed: mail servers encrypt with it, but to nobody it proves anything");
    }
    var names = credentials.names();
    return new CertificateCheck(
        "%s, for %s, until %s"
            .formatted(
                files.get().certificate(),
                names.isEmpty() ? "no host" : String.join(", ", names),
                LocalDate.ofInstant(expires, ZoneOffset.UTC)),
        List.copyOf(notes));
  }

  /**
   * What the operator must hear of it: that it expires soon, has expired, or cannot be read any
   * more. Says so once a day, for its mark grows with the days.
   */
  static Optional<Concern> concern(SmtpSettings smtp, Instant now) {
    var files = smtp.tls().files();
    if (!smtp.enabled() || files.isEmpty()) {
      return Optional.empty();
    }
    var about = files.get().certificate().toString();
    try {
      var expires = Credentials.of(smtp.tls(), smtp.hostname()).expires();
      long days = SOON.minus(Duration.between(now, expires)).toDays();
      return expiry(expires, now).map(it -> new Concern(Concern.Kind.CERTIFICATE, about, it, days));
    } catch (IOException e) {
      return Optional.of(
          new Concern(Concern.Kind.CERTIFICATE, about, String.valueOf(e.getMessage()), 0));
    }
  }

  private static Optional<String> expiry(Instant expires, Instant now) {
    if (now.isAfter(expires)) {
      return Optional.of("it has expired: renew it; senders that look at it do not deliver");
    }
    return Duration.between(now, expires).compareTo(SOON) < 0
        ? Optional.of(
            "it expires in %d days: see whether what renews it still works"
                .formatted(Duration.between(now, expires).toDays()))
        : Optional.empty();
  }
}
