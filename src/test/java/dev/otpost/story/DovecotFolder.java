package dev.otpost.story;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/** What a {@link Dovecot} finds in its folder when it starts. */
record DovecotFolder(Path path) {

  /** To whom the mail belongs: to nobody who could do harm. */
  static final String OWNER = "nobody";

  /**
   * Who is let in.
   *
   * @param settings lines of the configuration
   * @param tokens likewise, of how tokens are checked; may be empty
   */
  record Login(String settings, String tokens) {}

  static DovecotFolder of(Path path) {
    return new DovecotFolder(path);
  }

  /** Everybody who has this password, in which there must be no blank. */
  static Login withPassword(String password) {
    return new Login(WITH_PASSWORD.replace("{password}", password), "");
  }

  /** Whose the token is, as this says to which it is appended. */
  static Login withToken(URI whose) {
    return new Login(
        WITH_TOKEN, "tokeninfo_url = %s%nusername_attribute = email%n".formatted(whose));
  }

  /** Makes everything; {@code authority} vouches for its certificate. */
  void furnish(HeldCertificate authority, int port, int securePort, Login login)
      throws IOException {
    for (var name : List.of("etc", "run", "state", "log", "mail")) {
      Files.createDirectory(path.resolve(name));
    }
    Files.setOwner(
        path.resolve("mail"),
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
    var certificate =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .build();
    write("authority.pem", authority.certificatePem());
    write("certificate.pem", certificate.certificatePem());
    write("key.pem", certificate.privateKeyPkcs8Pem());
    write("tokens.conf", login.tokens());
    write(
        "dovecot.conf",
        (CONFIGURATION + login.settings())
            .replace("{folder}", path.toString())
            .replace("{port}", Integer.toString(port))
            .replace("{secure-port}", Integer.toString(securePort))
            .replace("{owner}", OWNER));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(path.resolve("etc").resolve(name), text);
  }

  /**
   * Wrong passwords are answered at once, as often as they come: Dovecot would wait longer and
   * longer, for all who come from the same address.
   */
  private static final String CONFIGURATION =
      """
      base_dir = {folder}/run
      state_dir = {folder}/state
      log_path = {folder}/log/dovecot.log
      protocols = imap
      listen = 127.0.0.1
      ssl = yes
      ssl_cert = <{folder}/etc/certificate.pem
      ssl_key = <{folder}/etc/key.pem
      mail_location = maildir:{folder}/mail/%u
      first_valid_uid = 1
      auth_failure_delay = 0
      service anvil {
        unix_listener anvil-auth-penalty {
          mode = 0
        }
      }
      service imap-login {
        chroot =
        inet_listener imap {
          port = {port}
        }
        inet_listener imaps {
          port = {secure-port}
          ssl = yes
        }
      }
      userdb {
        driver = static
        args = uid={owner} gid=nogroup home={folder}/mail/%u
      }
      """;

  private static final String WITH_PASSWORD =
      """
      auth_mechanisms = plain login
      passdb {
        driver = static
        args = password={password}
      }
      """;

  private static final String WITH_TOKEN =
      """
      auth_mechanisms = xoauth2 oauthbearer
      passdb {
        driver = oauth2
        mechanisms = xoauth2 oauthbearer
        args = {folder}/etc/tokens.conf
      }
      """;
}
