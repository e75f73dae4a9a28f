package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.delivery.SkyvernSettings.Login;
import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.message.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and proxies of the Skyverns as they are written. */
final class WaysOfTheConfigurationTest {

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().commonName("Ours").certificateAuthority(0).build();
  private static final HeldCertificate CLIENT =
      new HeldCertificate.Builder().commonName("otpost").signedBy(AUTHORITY).build();
  private static final HeldCertificate RSA =
      new HeldCertificate.Builder().commonName("rsa").rsa2048().signedBy(AUTHORITY).build();

  @TempDir private Path directory;
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("OTPOST_SMTP_RECIPIENTS", "otp@gw.example.com", "SKYVERN_API_KEY", "sk-top"));

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  WaysOfTheConfigurationTest() {}

  @BeforeEach
  void writeTheFiles() throws IOException {
    secret("ca.pem", AUTHORITY.certificatePem());
    secret("client.pem", CLIENT.certificatePem() + AUTHORITY.certificatePem());
    secret("client.key", CLIENT.privateKeyPkcs8Pem());
    secret("rsa.pem", RSA.privateKeyPkcs8Pem() + RSA.certificatePem());
    secret("rsa1.key", RSA.privateKeyPkcs1Pem());
    secret("empty.pem", "");
    secret("half.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
    secret("bad.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
    secret(
        "encrypted.key",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");
    secret("proxy", "http://otpost:s3cret@proxy.example.com:3128\n");
  }

  @Test
  void goesStraightAndTrustsTheSystemWhenNobodySaysAnything() throws IOException {
    var skyvern = settings("{}").skyvern();

    assertEquals(Tls.STANDARD, skyvern.tls());
    assertEquals(Optional.empty(), skyvern.proxy());
  }

  @Test
  void readsTheFilesAndTheProxy() throws IOException {
    var skyvern =
        settings(
                """
                skyvern:
                  ca-file: DIR/ca.pem
                  client-certificate: DIR/client.pem
                  client-key: DIR/client.key
                  proxy-file: DIR/proxy
                """)
            .skyvern();

    assertEquals(List.of(AUTHORITY.certificate()), skyvern.tls().authorities());
    var client = skyvern.tls().client().orElseThrow();
    assertEquals(List.of(CLIENT.certificate(), AUTHORITY.certificate()), client.chain());
    assertEquals(CLIENT.keyPair().getPrivate(), client.key());
    assertEquals(
        Optional.of(
            new Proxy(
                "proxy.example.com", 3128, Optional.of(new Login("otpost", new Secret("s3cret"))))),
        skyvern.proxy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", client-key: DIR/rsa1.key"})
  void findsAKeyInTheFileOfItsCertificateOrInAnOlderForm(String key) throws IOException {
    var skyvern = settings("skyvern: {client-certificate: DIR/rsa.pem%s}".formatted(key)).skyvern();

    assertEquals(
        RSA.keyPair().getPrivate(), skyvern.tls().client().map(it -> it.key()).orElseThrow());
  }

  @Test
  void hearsTheEnvironmentBeforeTheFileAndTheCredentialsOfSystemd() throws IOException {
    environment.put("OTPOST_SKYVERN_CA_FILE", directory.resolve("ca.pem").toString());
    environment.put("OTPOST_ROUTES_ACME_PROXY", "http://[2001:db8::1]:8080/");
    environment.put("CREDENTIALS_DIRECTORY", directory.toString());
    secret("skyvern.proxy", "http://u:p@credential.example:1");

    var settings =
        settings("{skyvern: {ca-file: /nowhere.pem}, routes: {acme: {from: acme.example}}}");

    assertEquals(1, settings.skyvern().tls().authorities().size());
    assertEquals(
        "credential.example:1", settings.skyvern().proxy().map(Proxy::toString).orElseThrow());
    assertEquals(
        "[2001:db8::1]:8080", route(settings, "acme").proxy().map(Proxy::toString).orElseThrow());
  }

  @Test
  void sharesTheWayWithARouteToTheSameSkyvernOnly() throws IOException {
    var settings =
        settings(
            """
            skyvern:
              ca-file: DIR/ca.pem
              client-certificate: DIR/rsa.pem
              proxy: http://proxy.example.com:3128
            routes:
              same: {from: same.example}
              key: {from: key.example, api-key: sk-key}
              own: {from: own.example, proxy: 'http://other.example:1'}
              other: {from: other.example, base-url: 'https://other.example', api-key: sk-other}
            """);

    assertEquals(settings.skyvern(), route(settings, "same"));
    assertEquals(settings.skyvern().tls(), route(settings, "key").tls());
    assertEquals(settings.skyvern().tls(), route(settings, "own").tls());
    assertEquals(
        "other.example:1", route(settings, "own").proxy().map(Proxy::toString).orElseThrow());
    assertEquals(Tls.STANDARD, route(settings, "other").tls());
    assertEquals(Optional.empty(), route(settings, "other").proxy());
    assertEquals(4, settings.delivery().destinations().size());
  }

  @Test
  void keepsADestinationOneAsLongAsWhatStandsInTheFilesIsTheSame() throws IOException {
    var text =
        """
        skyvern: {client-certificate: DIR/client.pem, client-key: DIR/client.key}
        routes:
          copy: {from: a.example, client-certificate: DIR/copy.pem, client-key: DIR/client.key}
        """;
    secret("copy.pem", CLIENT.certificatePem() + AUTHORITY.certificatePem());

    assertEquals(1, settings(text).delivery().destinations().size());

    secret("client.pem", RSA.certificatePem());
    secret("client.key", RSA.privateKeyPkcs8Pem());
    secret("copy.pem", RSA.certificatePem());
    assertEquals(1, settings(text).delivery().destinations().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ca-file: DIR/none.pem | ca-file | there is no such file
          ca-file: DIR | ca-file | it cannot be read; name a plain file
          ca-file: DIR/empty.pem | ca-file | there is no certificate in it
          ca-file: DIR/client.key | ca-file | there is no certificate in it
          ca-file: DIR/half.pem | ca-file | it ends before the end of its CERTIFICATE; copy it anew
          ca-file: DIR/bad.pem | ca-file | a certificate in it cannot be understood
          ca-file: ca.pem | ca-file | give an absolute path
          client-key: DIR/client.key | client-key | name the certificate of this key as well, in skyvern.client-certificate
          client-certificate: DIR/client.pem | client-certificate | there is no private key in it
          client-certificate: DIR/client.pem, client-key: DIR/none.key | client-key | there is no such file
          client-certificate: DIR/client.pem, client-key: DIR/rsa1.key | client-key | does not belong to the certificate in
          client-certificate: DIR/client.pem, client-key: DIR/encrypted.key | client-key | openssl pkey -in
          base-url: 'http://localhost:8000', ca-file: DIR/ca.pem | ca-file | nothing is encrypted on the way to http://localhost:8000
          base-url: 'http://localhost:8000', client-certificate: DIR/rsa.pem | client-certificate | nothing is encrypted
          proxy: 'https://proxy.example:3128' | proxy | otpost speaks http with a proxy
          proxy: 'socks5://proxy.example:3128' | proxy | otpost speaks http with a proxy
          proxy: 'proxy.example:3128' | proxy | give a URL like http://
          proxy: 'http://proxy.example' | proxy | with its port
          proxy: 'http://proxy.example:0' | proxy | with its port
          proxy: 'http://proxy.example:65536' | proxy | with its port
          proxy: 'http://proxy.example:1/x' | proxy | nothing behind it
          proxy: 'http://u:S3cr3t@x@proxy.example:1' | proxy | write %40 for @
          proxy: 'http://u:S3cr3t#x@proxy.example:1' | proxy | %23 for #
          proxy: 'http://u:S3cr3t%zz@proxy.example:1' | proxy | %25 for %
          proxy: 'http://S3cr3t@proxy.example:1' | proxy | a colon between them
          proxy: 'http://:S3cr3t@proxy.example:1' | proxy | a colon between them
          proxy: 'http://u:S3cr3t@p.example:1', proxy-file: DIR/proxy | proxy-file | skyvern.proxy is given as well
          proxy-file: DIR/empty.pem | proxy-file | there is nothing in
          proxy-file: DIR/none | proxy-file | there is no
          prox: 'http://p.example:1' | prox | did you mean skyvern.proxy?
          """)
  void saysWhatIsWrong(String said, String key, String whatToDo) throws IOException {
    var faults = faults("skyvern: {%s}".formatted(said));

    assertEquals(List.of("skyvern." + key), faults.stream().map(Fault::key).toList(), said);
    assertTrue(faults.getFirst().whatToDo().contains(whatToDo), faults::toString);
    assertFalse(faults.toString().contains("S3cr3t"), faults::toString);
  }

  @Test
  void saysAllThatIsWrongAtOnce() throws IOException {
    var faults =
        faults(
            """
            skyvern: {ca-file: DIR/none.pem, client-key: DIR/client.key, proxy: x}
            routes:
              acme: {from: acme.example, ca-file: DIR/empty.pem, client-certificate: DIR/rsa.pem, client-key: DIR/client.key, proxy-file: DIR/bad.pem}
            """);

    assertEquals(
        List.of(
            "skyvern.client-key",
            "skyvern.ca-file",
            "skyvern.proxy",
            "routes.acme.ca-file",
            "routes.acme.client-key",
            "routes.acme.proxy-file"),
        faults.stream().map(Fault::key).toList());
  }

  @Test
  void takesAPasswordWithOtherLettersInIt() throws IOException {
    var proxy = settings("skyvern: {proxy: 'http://u:a+b%40%2F%3A:c@p.example:1'}").skyvern();

    assertEquals(
        Optional.of(new Login("u", new Secret("a+b@/::c"))), proxy.proxy().flatMap(Proxy::login));
  }

  @Test
  void readsNoFileWhenItOnlyLooks() throws IOException {
    var file =
        write("skyvern: {ca-file: /none.pem, client-certificate: /none.pem, proxy-file: /x}");

    assertInstanceOf(
        Loaded.class, Configuration.load(Origin.at(file, Map.of(), "mx1"), Purpose.INSPECT));
  }

  @ParameterizedTest
  @CsvSource({
    "'skyvern: {proxy: ''http://p.example:1''}', 0",
    "'skyvern: {proxy: ''http://u:p@p.example:1''}', 1",
    "'skyvern: {client-certificate: DIR/rsa.pem}', 1",
    "'skyvern: {proxy-file: DIR/proxy}', 1",
  })
  void warnsOfSecretsThatEverybodyMayRead(String text, int warnings) throws IOException {
    for (var name : List.of("rsa.pem", "proxy")) {
      Files.setPosixFilePermissions(
          directory.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
    }
    Files.setPosixFilePermissions(write(text), PosixFilePermissions.fromString("rw-r--r--"));

    var warned = assertInstanceOf(Loaded.class, load()).warnings();

    assertEquals(warnings, warned.size(), warned::toString);
    assertTrue(warned.stream().allMatch(it -> it.contains("chmod 600")), warned::toString);
  }

  private static SkyvernSettings route(Settings settings, String name) {
    return Optional.ofNullable(settings.delivery().routes().get(name)).orElseThrow().skyvern();
  }

  private Settings settings(String text) throws IOException {
    write(text);
    var configuration = load();
    return assertInstanceOf(Loaded.class, configuration, configuration::toString).settings();
  }

  private List<Fault> faults(String text) throws IOException {
    write(text);
    return assertInstanceOf(Faulty.class, load()).faults();
  }

  private Configuration load() {
    return Configuration.load(
        Origin.at(directory.resolve("otpost.yaml"), environment, "mx1"), Purpose.SERVE);
  }

  private Path write(String text) throws IOException {
    return secret("otpost.yaml", text.replace("DIR", directory.toString()));
  }

  private Path secret(String name, String text) throws IOException {
    var file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
