package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/** Makes certificates that a daemon would trust, and some in which one thing is wrong. */
final class Authority {

  /** For which the good ones are. */
  static final String HOST = "localhost";

  private static final String PASSWORD = "changeit";
  private static final Duration HOUR = Duration.ofHours(1);

  private final HeldCertificate own =
      new HeldCertificate.Builder().commonName("Authority").certificateAuthority(0).build();

  /** Options for a Java that trusts this authority and no other. */
  String trustedBy(Path folder) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", own.certificate());
    var file = folder.resolve("authorities.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
        .formatted(file, PASSWORD);
  }

  HeldCertificate good() {
    return of(HOST).signedBy(own).build();
  }

  HeldCertificate expired() {
    var now = Instant.now();
    return of(HOST)
        .validityInterval(
            now.minus(HOUR.multipliedBy(2)).toEpochMilli(), now.minus(HOUR).toEpochMilli())
        .signedBy(own)
        .build();
  }

  HeldCertificate ofAnotherHost() {
    return of("other.example").signedBy(own).build();
  }

  /** Signed by itself. */
  HeldCertificate ofAStranger() {
    return of(HOST).build();
  }

  private static HeldCertificate.Builder of(String host) {
    return new HeldCertificate.Builder().commonName(host).addSubjectAlternativeName(host);
  }
}
