package dev.otpost.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.otpost.config.Form.Bad;
import dev.otpost.config.Form.Good;
import dev.otpost.config.Form.Reading;
import dev.otpost.message.pem.EncodedKey;
import dev.otpost.message.pem.Pem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Files that hold certificates or a private key. */
final class PemFile {

  private PemFile() {}

  /** The certificates in {@code file}, at least one. */
  static Reading<List<X509Certificate>> certificates(Path file) {
    return switch (read(file)) {
      case Bad<List<Pem>>(var whatToDo) -> new Bad<>(whatToDo);
      case Good<List<Pem>>(var all) -> {
        try {
          var certificates = Pem.certificates(all);
          yield certificates.isEmpty()
              ? new Bad<>(
                  "there is no certificate in it; name a PEM file, with a line -----BEGIN"
                      + " CERTIFICATE-----")
              : new Good<>(certificates);
        } catch (CertificateException e) {
          yield new Bad<>("a certificate in it cannot be understood; copy it anew");
        }
      }
    };
  }

  /** The private keys in {@code file}, at least one. */
  static Reading<List<EncodedKey>> keys(Path file) {
    return switch (read(file)) {
      case Bad<List<Pem>>(var whatToDo) -> new Bad<>(whatToDo);
      case Good<List<Pem>>(var all) -> {
        var keys = all.stream().flatMap(pem -> EncodedKey.in(pem).stream()).toList();
        yield keys.isEmpty()
            ? new Bad<>(
                all.stream().anyMatch(Pem::encrypted)
                    ? "the private key in it is encrypted, and otpost has no passphrase; take it"
                        + " away with: openssl pkey -in %s -out NEW".formatted(file)
                    : "there is no private key in it; name a PEM file, with a line -----BEGIN"
                        + " PRIVATE KEY-----")
            : new Good<>(keys);
      }
    };
  }

  private static Reading<List<Pem>> read(Path file) {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      // Bounded, for somebody may name a device.
      bytes = in.readNBytes(Pem.MAX_FILE + 1);
    } catch (NoSuchFileException e) {
      return new Bad<>("there is no such file; name one that is there");
    } catch (AccessDeniedException e) {
      return new Bad<>(
          "otpost may not read it; copy it to where the user that it runs as may read it");
    } catch (IOException e) {
      return new Bad<>("it cannot be read; name a plain file");
    }
    if (bytes.length > Pem.MAX_FILE) {
      return new Bad<>("it is too long for a PEM file (%d bytes at most)".formatted(Pem.MAX_FILE));
    }
    try {
      return new Good<>(Pem.parse("it", new String(bytes, ISO_8859_1)));
    } catch (IOException e) {
      return new Bad<>(String.valueOf(e.getMessage()));
    }
  }
}
