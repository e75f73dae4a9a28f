package dev.otpost.intake.smtp;

import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate and its private key.
 *
 * @param chain the certificate, then the one that vouches for it, and so on
 * @param names the DNS names and IP addresses that the certificate is for
 */
record Credential(List<X509Certificate> chain, PrivateKey key, List<String> names) {

  /** In days, some ten years: nobody checks it, but an expired one would look like a mistake. */
  private static final int SELF_SIGNED_LIFE = 3_650;

  private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE");

  // RFC 5280 4.2.1.6: dNSName and iPAddress among the kinds of names.
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /** One that vouches for itself; EC, for what RSA costs to make. */
  static Credential selfSigned(String hostname) {
    var name = bare(hostname);
    var made =
        new HeldCertificate.Builder()
            .commonName("otpost")
            .addSubjectAlternativeName(name)
            .ecdsa256()
            .duration(SELF_SIGNED_LIFE, TimeUnit.DAYS)
            .build();
    return new Credential(List.of(made.certificate()), made.keyPair().getPrivate(), List.of(name));
  }

  /**
   * Reads the pair.
   *
   * @throws IOException if there is none; the message says what to do
   */
  static Credential read(PemFiles files) throws IOException {
    var certificates = certificates(files.certificate());
    var keys = keys(files.key());
    for (var certificate : certificates) {
      for (var key : keys) {
        var paired = key.belongingTo(certificate.getPublicKey());
        if (paired.isPresent()) {
          return new Credential(
              chain(certificate, certificates),
              paired.get(),
              names(files.certificate(), certificate));
        }
      }
    }
    throw new IOException(
        "smtp.tls.key: the private key in %s does not belong to the certificate in %s; name two files that were issued together, for an RSA or EC key"
            .formatted(files.key(), files.certificate()));
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    for (var pem : Pem.read("smtp.tls.certificate", file)) {
      if (CERTIFICATES.contains(pem.label())) {
        try {
          certificates.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(pem.der())));
        } catch (CertificateException e) {
          throw new IOException(
              "smtp.tls.certificate: a certificate in %s cannot be understood; copy it anew"
                  .formatted(file),
              e);
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(
          "smtp.tls.certificate: there is no certificate in %s; name a PEM file, with a line -----BEGIN CERTIFICATE-----"
              .formatted(file));
    }
    return certificates;
  }

  private static List<EncodedKey> keys(Path file) throws IOException {
    var all = Pem.read("smtp.tls.key", file);
    var keys = all.stream().flatMap(pem -> EncodedKey.in(pem).stream()).toList();
    if (!keys.isEmpty()) {
      return keys;
    }
    throw new IOException(
        all.stream().anyMatch(Pem::encrypted)
            ? "smtp.tls.key: the private key in %s is encrypted, and otpost has no passphrase; take it away with: openssl pkey -in %s -out NEW"
                .formatted(file, file)
            : "smtp.tls.key: there is no private key in %s; name a PEM file, with a line -----BEGIN PRIVATE KEY-----"
                .formatted(file));
  }

  /** In the order in which each vouches for the one before; what has no part in it stays out. */
  private static List<X509Certificate> chain(X509Certificate first, List<X509Certificate> all) {
    var chain = new ArrayList<>(List.of(first));
    var next = issuer(first, all);
    while (next.isPresent() && !chain.contains(next.get())) {
      chain.add(next.get());
      next = issuer(next.get(), all);
    }
    return List.copyOf(chain);
  }

  private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> all) {
    return all.stream().filter(candidate -> vouches(candidate, of)).findFirst();
  }

  private static boolean vouches(X509Certificate issuer, X509Certificate issued) {
    if (!issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
      return false;
    }
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<String> names(Path file, X509Certificate certificate) throws IOException {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(names -> names.stream())
          .filter(
              name ->
                  name.getFirst() instanceof Integer kind
                      && (kind == DNS_NAME || kind == IP_ADDRESS))
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (CertificateParsingException e) {
      throw new IOException(
          "smtp.tls.certificate: the names in %s cannot be understood; copy it anew"
              .formatted(file),
          e);
    }
  }

  /** The last moment at which it is good. */
  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /** Whether only it vouches for itself. */
  boolean isSelfSigned() {
    return vouches(chain.getFirst(), chain.getFirst());
  }

  /** Whether the certificate is for this host: RFC 6125 6.4, a star for the first label only. */
  boolean isFor(String hostname) {
    var host = bare(hostname).toLowerCase(Locale.ROOT);
    int dot = host.indexOf('.');
    var starred = dot < 0 ? host : "*" + host.substring(dot);
    return names.stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.equals(host) || name.equals(starred));
  }

  /** RFC 5321 4.1.3: what calls itself by its address does so in brackets. */
  private static String bare(String hostname) {
    return hostname.replaceAll("^\\[(?i:IPv6:)?|]$", "");
  }

  @Override
  public String toString() {
    return "Credential[%s until %s]".formatted(String.join(", ", names), expires());
  }
}
