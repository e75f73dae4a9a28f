package dev.otpost.story;

import dev.otpost.demo.StandInSkyvern;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where a story takes place: a folder, a stand-in for Skyvern, daemons that post to it, mail
 * servers that relay to them and such whose mailboxes they watch. All of it is gone after the
 * story; what the daemons printed, and what the mail servers logged and still hold, is shown if it
 * failed.
 */
final class Stage implements BeforeEachCallback, AfterEachCallback {

  /** To which all mail is forwarded. */
  static final String GATEWAY = "otp@gw.example.net";

  /** With a part that would be noticed anywhere. */
  static final String KEY = "sk-live-Zq7wKp3NvX9t";

  private final List<Daemon> daemons = new ArrayList<>();
  private final List<MailServer> servers = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private Path folder = Path.of("");
  private StandInSkyvern skyvern;

  Stage() throws IOException {
    skyvern = StandInSkyvern.start().apiKey(KEY);
  }

  @Override
  public void beforeEach(ExtensionContext story) throws IOException {
    folder = Files.createTempDirectory("otpost-story");
  }

  /** Empty at first. */
  Path folder() {
    return folder;
  }

  StandInSkyvern skyvern() {
    return skyvern;
  }

  /**
   * A daemon on the spool of this stage; {@code settings} come on top of the usual ones, key,
   * value, key, value.
   */
  Daemon daemon(String... settings) throws IOException {
    var daemon = Daemon.serve(environment(settings));
    daemons.add(daemon);
    return daemon;
  }

  /** Gives the folder of this stage to another user of the machine. */
  void belongTo(String user) throws IOException {
    Needs.root();
    var users = folder.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(folder, users.lookupPrincipalByName(user));
  }

  /** The same daemon, as a user of the machine to whom this stage belongs. */
  Daemon daemonAs(String user, String... settings) throws IOException {
    var daemon = Daemon.serveAs(user, environment(settings));
    daemons.add(daemon);
    return daemon;
  }

  /** The same daemon, started by another program: {@code by} and its arguments. */
  Daemon daemonBy(List<String> by, String... settings) throws IOException {
    var daemon = Daemon.serveBy(by, environment(settings));
    daemons.add(daemon);
    return daemon;
  }

  /** One that this call starts, with its own settings. */
  Daemon daemonOf(ProcessBuilder call) throws IOException {
    var daemon = Daemon.start(call);
    daemons.add(daemon);
    return daemon;
  }

  /** Where the spool is, or will be. */
  Path spool() {
    return folder.resolve("spool");
  }

  /** Puts a small disk where the spool will be. */
  Disk disk(String size) throws Exception {
    return with(Disk.mount(Files.createDirectory(spool()), size));
  }

  /** The usual settings, with those given on top; one given as empty is left out. */
  Map<String, String> environment(String... settings) throws IOException {
    var configuration = folder.resolve("none.yaml");
    Files.writeString(configuration, "# Everything comes from the environment.\n");
    var environment = new HashMap<String, String>();
    environment.put("OTPOST_CONFIG", configuration.toString());
    environment.put("OTPOST_SMTP_HOST", "127.0.0.1");
    environment.put("OTPOST_SMTP_PORT", "0");
    environment.put("OTPOST_HTTP_PORT", "0");
    environment.put("OTPOST_SMTP_HOSTNAME", "gw.example.net");
    environment.put("OTPOST_SMTP_RECIPIENTS", GATEWAY);
    environment.put("OTPOST_SPOOL_PATH", spool().toString());
    environment.put("SKYVERN_API_KEY", KEY);
    environment.put("SKYVERN_BASE_URL", skyvern.uri().toString());
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    environment.values().removeIf(String::isEmpty);
    return environment;
  }

  /** A mail server that relays to {@code gatewayPort}. */
  Postfix postfix(int gatewayPort) throws Exception {
    var postfix = with(Postfix.start(gatewayPort));
    servers.add(postfix);
    return postfix;
  }

  /** A mail server that relays to {@code gatewayPort} in TLS, or not at all. */
  Postfix encryptingPostfix(int gatewayPort) throws Exception {
    var postfix = with(Postfix.startEncrypting(gatewayPort));
    servers.add(postfix);
    return postfix;
  }

  /** A mail server that pipes into {@code otpost ingest}, run by {@code user}. */
  Postfix pipingPostfix(String user, Path configuration) throws Exception {
    var postfix = with(Postfix.startPiping(user, configuration));
    servers.add(postfix);
    return postfix;
  }

  /** A mail server with mailboxes, for all who have its password. */
  Dovecot dovecot() throws Exception {
    var dovecot = with(Dovecot.start());
    servers.add(dovecot);
    return dovecot;
  }

  /** The same, for those who have a token that {@code whose} knows. */
  Dovecot dovecotWithTokens(URI whose) throws Exception {
    var dovecot = with(Dovecot.startWithTokens(whose));
    servers.add(dovecot);
    return dovecot;
  }

  /** Is closed after the story. */
  <T extends AutoCloseable> T with(T other) {
    others.add(other);
    return other;
  }

  @Override
  public void afterEach(ExtensionContext story) throws Exception {
    if (story.getExecutionException().filter(Stage::isFailure).isPresent()) {
      for (var daemon : daemons) {
        System.out.println("--- the daemon of " + story.getDisplayName());
        daemon.log().forEach(System.out::println);
      }
      for (var server : servers) {
        System.out.println("--- the mail server of " + story.getDisplayName());
        server.print();
      }
    }
    daemons.forEach(Daemon::close);
    for (var other : others.reversed()) {
      other.close();
    }
    skyvern.close();
    remove(folder);
  }

  private static boolean isFailure(Throwable thrown) {
    return !(thrown instanceof org.opentest4j.TestAbortedException);
  }

  /** A folder and all that is in it. */
  static void remove(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var path : all.toList().reversed()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
