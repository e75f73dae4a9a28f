package dev.otpost.story;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A Dovecot of our own: its configuration, state and mail in a folder, two high ports on the
 * loopback interface, a certificate from an authority of its own. Everybody has a mailbox and the
 * same {@link #PASSWORD}. Nothing of the system's own Dovecot is touched; it need not run.
 */
final class Dovecot implements MailServer {

  /** With a part that would be noticed anywhere. */
  static final String PASSWORD = "Vk4wet+Chair-Rq8";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("A story's own").build();
  private final Path folder;
  private final int port = Ports.free();
  private final int securePort = Ports.free();
  private Process process;

  private Dovecot(DovecotFolder.Login login) throws IOException, InterruptedException {
    // Its processes run as users of their own, who must get at the mail: no folder of JUnit's,
    // which is 0700. And a short name, for that of a socket must not be long.
    folder = Files.createTempDirectory("otpost-dovecot");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    DovecotFolder.of(folder).furnish(authority, port, securePort, login);
    process = launch();
  }

  /** Started; lets everybody in who has the password. */
  static Dovecot start() throws Exception {
    return start(DovecotFolder.withPassword(PASSWORD));
  }

  /**
   * Started; lets in who has an access token (XOAUTH2, OAUTHBEARER), and nobody else.
   *
   * @param whose where it asks whose a token is, which it appends
   */
  static Dovecot startWithTokens(URI whose) throws Exception {
    return start(DovecotFolder.withToken(whose));
  }

  private static Dovecot start(DovecotFolder.Login login) throws Exception {
    Needs.root();
    Needs.program("dovecot", "dovecot-imapd");
    var dovecot = new Dovecot(login);
    try {
      dovecot.awaitListening();
      return dovecot;
    } catch (IllegalStateException never) {
      dovecot.print();
      dovecot.close();
      throw never;
    }
  }

  /** In the clear, and in TLS after STARTTLS. */
  int port() {
    return port;
  }

  /** In TLS from the first octet on. */
  int securePort() {
    return securePort;
  }

  /** A file with the certificate of the authority that vouches for it. */
  Path authority() {
    return etc("authority.pem");
  }

  /** Believes that authority and no other. */
  SSLSocketFactory trusting() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(authority.certificate())
        .build()
        .sslSocketFactory();
  }

  /** The mailbox of a user, made if it is not there. */
  Maildir mailbox(String user) throws IOException {
    return new Maildir(folder.resolve("mail").resolve(user), DovecotFolder.OWNER);
  }

  /**
   * SIGTERM to all its processes, as systemd does: told by their master alone, those with a busy
   * client stay for half a minute. Returns when they are gone, and every connection with them.
   */
  void stop() throws Exception {
    var all = processes();
    all.forEach(ProcessHandle::destroy);
    awaitGone(all);
  }

  /** SIGKILL to all its processes at once. */
  void kill() throws Exception {
    var all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitGone(all);
  }

  /** Started again after its end, on the same ports and mail. */
  void startAgain() throws Exception {
    if (process.isAlive()) {
      throw new IllegalStateException("still running");
    }
    // One that was killed leaves it, and the number may be another process's by now.
    Files.deleteIfExists(folder.resolve("run/master.pid"));
    process = launch();
    awaitListening();
  }

  /** In good order. */
  void restart() throws Exception {
    stop();
    startAgain();
  }

  /** Cuts all connections of those that are logged in; new ones are welcome. */
  void disconnectAll() {
    process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/imap"))
        .forEach(ProcessHandle::destroy);
  }

  /** Every mail in the folder has another UID from now on, and the folder another UIDVALIDITY. */
  void newUidValidity(String user, String mailFolder) throws Exception {
    stop();
    mailbox(user).forgetNumbers(mailFolder);
    startAgain();
  }

  /** Reads through a folder as far as Dovecot ever does: the first to open it need not then. */
  void index(String user, String mailFolder) throws IOException, InterruptedException {
    var ended = doveadm("index", "-u", user, mailFolder);
    if (ended.exit() != 0) {
      throw new IOException("not indexed: " + ended);
    }
  }

  /** Calls the administrator's tool. */
  Product.Ended doveadm(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Needs.program("doveadm", "dovecot-core").toString());
    command.addAll(List.of("-c", etc("dovecot.conf").toString()));
    command.addAll(List.of(arguments));
    return Product.finish(new ProcessBuilder(command));
  }

  @Override
  public void print() throws IOException {
    for (var name : List.of("log/start", "log/dovecot.log")) {
      var log = folder.resolve(name);
      if (Files.exists(log)) {
        System.out.println(Files.readString(log));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      kill();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (Exception stillThere) {
      throw new IOException(stillThere);
    }
    Stage.remove(folder);
  }

  private Path etc(String name) {
    return folder.resolve("etc").resolve(name);
  }

  /** Its exit code when something listens there: a child of a master that was killed, say. */
  private static final int TAKEN = 89;

  private Process launch() throws IOException {
    var started =
        new ProcessBuilder(
                Needs.program("dovecot", "dovecot-imapd").toString(),
                "-F",
                "-c",
                etc("dovecot.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log/start").toFile()))
            .start();
    // Its children end by themselves when it is gone.
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    return started;
  }

  /** The master first, for it would start the others again. */
  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private void awaitGone(List<ProcessHandle> processes) throws Exception {
    Until.holds("Dovecot is gone", LIMIT, () -> processes.stream().noneMatch(Dovecot::isThere));
    process.waitFor();
  }

  /** One that has ended and whose end nobody has asked for is gone; Java says it is alive. */
  private static boolean isThere(ProcessHandle process) {
    try {
      var stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return false;
    }
  }

  private void awaitListening() throws Exception {
    Until.holds(
        "Dovecot greets",
        LIMIT,
        () -> {
          if (!process.isAlive() && process.exitValue() == TAKEN) {
            process = launch();
          }
          if (!process.isAlive()) {
            throw new IllegalStateException("Dovecot ended with " + process.exitValue());
          }
          try (var client = ImapClient.connectSecure(securePort, trusting())) {
            client.expect("NOOP");
            return true;
          } catch (IOException notYet) {
            return false;
          }
        });
  }
}
