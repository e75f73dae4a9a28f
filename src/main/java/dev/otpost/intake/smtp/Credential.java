package dev.otpost.intake.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.message.pem.EncodedKey;
import dev.otpost.message.pem.KeyedChain;
import dev.otpost.message.pem.Pem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    var pair =
        KeyedChain.of(certificates(files.certificate()), keys(files.key()))
            .orElseThrow(
                () ->
                    new IOException(
                        "smtp.tls.key: the private key in %s does not belong to the certificate in %s; name two files that were issued together, for an RSA or EC key"
                            .formatted(files.key(), files.certificate())));
    return new Credential(
        pair.chain(), pair.key(), names(files.certificate(), pair.chain().getFirst()));
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      var certificates = Pem.certificates(read("smtp.tls.certificate", file));
      if (certificates.isEmpty()) {
        throw new IOException(
            "smtp.tls.certificate: there is no certificate in %s; name a PEM file, with a line -----BEGIN CERTIFICATE-----"
                .formatted(file));
      }
      return certificates;
    } catch (CertificateException e) {
      throw new IOException(
          "smtp.tls.certificate: a certificate in %s cannot be understood; copy it anew"
              .formatted(file),
          e);
    }
  }

  private static List<EncodedKey> keys(Path file) throws IOException {
    var all = read("smtp.tls.key", file);
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

  /**
   * What stands in {@code file}.
   *
   * @param named the key of the configuration that names it
   */
  private static List<Pem> read(String named, Path file) throws IOException {
    return Pem.parse(named + ": " + file, new String(bytes(named, file), ISO_8859_1));
  }

  private static byte[] bytes(String named, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(Pem.MAX_FILE);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s: there is no file %s; name one that is there".formatted(named, file), e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "%s: otpost may not read %s; copy it to where the user that it runs as may read it"
              .formatted(named, file),
          e);
    } catch (IOException e) {
      throw new IOException("%s: %s cannot be read; name a plain file".formatted(named, file), e);
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
    return KeyedChain.vouches(chain.getFirst(), chain.getFirst());
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
