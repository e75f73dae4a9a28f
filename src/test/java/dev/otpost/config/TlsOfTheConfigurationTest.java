package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.config.Configuration.Faulty;
import dev.otpost.config.Configuration.Loaded;
import dev.otpost.intake.smtp.SmtpSettings.PemFiles;
import dev.otpost.intake.smtp.SmtpSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsOfTheConfigurationTest {

  private static final Path CERTIFICATE = Path.of("/etc/otpost/fullchain.pem");
  private static final Path KEY = Path.of("/etc/otpost/privkey.pem");

  @TempDir private Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  TlsOfTheConfigurationTest() {}

  @Test
  void encryptsForWhoeverAsksWithACertificateOfItsOwnWhenNobodySaysAnything() throws IOException {
    assertEquals(Tls.STANDARD, tls("smtp: {port: 25}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        smtp:
          port: 25
          tls:
            certificate: /etc/otpost/fullchain.pem
            key: /etc/otpost/privkey.pem
            required: true
            port: 465
          hostname: gw.example.com
        """,
        """
        smtp:
          tls: {certificate: /etc/otpost/fullchain.pem, key: /etc/otpost/privkey.pem}
          tls.required: true
        smtp.tls.port: 465
        """,
      })
  void readsASectionInASectionNestedOrDotted(String text) throws IOException {
    assertEquals(
        new Tls(Optional.of(new PemFiles(CERTIFICATE, KEY)), true, Optional.of(465)), tls(text));
  }

  @Test
  void hearsTheEnvironmentBeforeTheFile() throws IOException {
    environment.put("OTPOST_SMTP_TLS_REQUIRED", "true");
    environment.put("OTPOST_SMTP_TLS_PORT", "0");

    assertEquals(
        new Tls(Optional.empty(), true, Optional.of(0)), tls("smtp: {tls: {required: false}}"));
  }

  @Test
  void findsTheKeyInTheFileOfTheCertificateWhenItHasNoneOfItsOwn() throws IOException {
    assertEquals(
        Optional.of(new PemFiles(CERTIFICATE, CERTIFICATE)),
        tls("smtp.tls.certificate: /etc/otpost/fullchain.pem").files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smtp: {tls: {key: /k.pem}}           | smtp.tls.key  | name the certificate of this key as well
          smtp: {port: 465, tls: {port: 465}}  | smtp.tls.port | smtp.port is the same
          smtp: {tls: {port: 70000}}           | smtp.tls.port | give a port
          smtp: {tls: {certificate: chain.pem}}| smtp.tls.certificate | give an absolute path
          smtp: {tls: {requierd: true}}        | smtp.tls.requierd | did you mean smtp.tls.required?
          smtp: {tsl: {required: true}}        | smtp.tsl      | did you mean smtp.tls?
          smtp: {tls: true}                    | smtp.tls      | this is a section
          smtp: {tls: {required: {x: 1}}}      | smtp.tls.required | give true or false
          """)
  void saysWhatIsWrong(String text, String key, String whatToDo) throws IOException {
    var faults = assertInstanceOf(Faulty.class, load(text)).faults();

    assertEquals(List.of(key), faults.stream().map(Fault::key).toList());
    assertTrue(faults.getFirst().whatToDo().contains(whatToDo), faults::toString);
  }

  @Test
  void takesTwoPortsThatAreAnyFreeOneForTwo() throws IOException {
    assertEquals(Optional.of(0), tls("smtp: {port: 0, tls: {port: 0}}").port());
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--, 1", "rw-r-----, 0"})
  void warnsOfAPrivateKeyThatEverybodyMayRead(String permissions, int warnings) throws IOException {
    var key = Files.writeString(directory.resolve("key.pem"), "");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

    var text = "smtp.tls: {certificate: /etc/otpost/fullchain.pem, key: %s}".formatted(key);
    var warned = assertInstanceOf(Loaded.class, load(text)).warnings();

    assertEquals(warnings, warned.size());
    assertTrue(warned.stream().allMatch(it -> it.contains("chmod 600")), warned::toString);
  }

  private Tls tls(String text) throws IOException {
    var configuration = load(text);
    return assertInstanceOf(Loaded.class, configuration, configuration::toString)
        .settings()
        .smtp()
        .tls();
  }

  private Configuration load(String text) throws IOException {
    var file = Files.writeString(directory.resolve("otpost.yaml"), text);
    return Configuration.load(Origin.at(file, environment, "mx1"), Purpose.INSPECT);
  }
}
