package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Postfix of our own: its configuration, queue and data in a folder, one high port on the
 * loopback interface. It takes mail for {@code example.com} and forwards all of it to the gateway.
 * Nothing of the system's own Postfix is touched; it need not even be configured.
 */
final class Postfix implements MailServer {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Pattern QUEUE_ID = Pattern.compile("\"queue_id\": *\"\\w+\"");

  private final Path folder;
  private final int port;
  private final Process process;

  private Postfix(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Started, taking mail, and handing it on to {@code gatewayPort}, whether somebody is there or
   * not.
   */
  static Postfix start(int gatewayPort) throws Exception {
    return start("smtp:[127.0.0.1]:" + gatewayPort, "", "");
  }

  /** The same, but in TLS or not at all. */
  static Postfix startEncrypting(int gatewayPort) throws Exception {
    return start(
        "smtp:[127.0.0.1]:" + gatewayPort, "smtp_tls_security_level = encrypt\n", TLS_MANAGER);
  }

  /**
   * Started, taking mail, and handing it to {@code otpost ingest}, which {@code user} runs for it:
   * as the README says.
   */
  static Postfix startPiping(String user, Path configuration) throws Exception {
    return start(
        "otpost:",
        "",
        PIPE.replace("{user}", user)
            .replace("{otpost}", Product.home().resolve("bin/otpost").toString())
            .replace("{configuration}", configuration.toString()));
  }

  private static Postfix start(String transport, String settings, String service) throws Exception {
    Needs.root();
    var program = Needs.program("postfix", "postfix");
    // Its processes run as users of their own, who must get at the queue: no folder of JUnit's,
    // which is 0700.
    var folder = Files.createTempDirectory("otpost-postfix");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var etc = Files.createDirectory(folder.resolve("etc"));
    for (var name : List.of("queue", "data", "log")) {
      Files.createDirectory(folder.resolve(name));
    }
    Files.setOwner(
        folder.resolve("data"),
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    int port = Ports.free();
    Files.writeString(
        etc.resolve("main.cf"),
        MAIN.replace("{folder}", folder.toString()).replace("{transport}", transport) + settings);
    Files.writeString(
        etc.resolve("master.cf"), MASTER.replace("{port}", Integer.toString(port)) + service);
    Files.writeString(etc.resolve("forward"), "/@example\\.com$/ " + Stage.GATEWAY + "\n");
    var output = folder.resolve("log/start").toFile();
    var process =
        new ProcessBuilder(program.toString(), "-c", etc.toString(), "start-fg")
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    // What was started ends the master in turn, which it does not by itself when it is ended.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> process.descendants().forEach(ProcessHandle::destroy)));
    var postfix = new Postfix(folder, port, process);
    try {
      Until.holds("Postfix takes mail", LIMIT, postfix::takesMail);
      return postfix;
    } catch (IllegalStateException never) {
      postfix.print();
      postfix.close();
      throw never;
    }
  }

  /** Where it takes mail. */
  int port() {
    return port;
  }

  /** How many mails it still keeps. */
  int queued() throws IOException, InterruptedException {
    // One on its way from one queue to another may be listed in both.
    return (int)
        QUEUE_ID
            .matcher(tool("postqueue", "-j").out())
            .results()
            .map(MatchResult::group)
            .distinct()
            .count();
  }

  /** Whether these words stand in its log. */
  boolean logged(String words) throws IOException {
    var log = folder.resolve("log/mail.log");
    return Files.exists(log) && Files.readString(log).contains(words);
  }

  /** Shows its log, and what it still holds and why. */
  @Override
  public void print() throws IOException, InterruptedException {
    try (var logs = Files.list(folder.resolve("log"))) {
      for (var log : logs.toList()) {
        System.out.println(Files.readString(log));
      }
    }
    System.out.println(tool("postqueue", "-j").out());
  }

  @Override
  public void close() throws IOException {
    // Its children outlive it by a moment, in which they still write to the queue.
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    for (var each : all) {
      each.onExit().completeOnTimeout(each, LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
      each.destroyForcibly();
    }
    Stage.remove(folder);
  }

  private boolean takesMail() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Postfix ended with " + process.exitValue());
    }
    try (var client = new SmtpClient(port)) {
      return client.command("NOOP").isYes();
    } catch (IOException notYet) {
      return false;
    }
  }

  private Product.Ended tool(String name, String option) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Needs.program(name, "postfix").toString());
    command.addAll(List.of("-c", folder.resolve("etc").toString(), option));
    return Product.finish(new ProcessBuilder(command));
  }

  private static final String MAIN =
      """
      compatibility_level = 3.6
      queue_directory = {folder}/queue
      data_directory = {folder}/data
      maillog_file = {folder}/log/mail.log
      maillog_file_prefixes = {folder}
      myhostname = relay.example.org
      mydestination =
      alias_maps =
      inet_interfaces = 127.0.0.1
      inet_protocols = ipv4
      mynetworks = 127.0.0.0/8
      smtpd_relay_restrictions = permit_mynetworks, reject
      virtual_alias_domains = example.com
      virtual_alias_maps = regexp:{folder}/etc/forward
      relay_domains = gw.example.net
      relay_transport = {transport}
      otpost_destination_recipient_limit = 1
      default_transport = error:nothing else leaves
      local_transport = error:nothing is local
      queue_run_delay = 1s
      minimal_backoff_time = 1s
      maximal_backoff_time = 2s
      transport_retry_time = 1s
      """;

  /**
   * The queue manager is woken every second instead of every five minutes: a mail whose file is
   * still locked when its next try is due ("skipped, still being delivered" in the log) goes back
   * to the incoming queue, which is looked at when another mail arrives or on that call only.
   */
  private static final String MASTER =
      """
      127.0.0.1:{port} inet n - n - - smtpd
      cleanup unix n - n - 0 cleanup
      qmgr unix n - n 1 1 qmgr
      rewrite unix - - n - - trivial-rewrite
      bounce unix - - n - 0 bounce
      defer unix - - n - 0 bounce
      trace unix - - n - 0 bounce
      flush unix n - n 1000? 0 flush
      proxymap unix - - n - - proxymap
      smtp unix - - n - - smtp
      showq unix n - n - - showq
      error unix - - n - - error
      retry unix - - n - - error
      anvil unix - - n - 1 anvil
      scache unix - - n - 1 scache
      postlog unix-dgram n - n - 1 postlogd
      """;

  private static final String TLS_MANAGER =
      """
      tlsmgr unix - - n 1000? 1 tlsmgr
      """;

  private static final String PIPE =
      """
      otpost unix - n n - 2 pipe
        flags=q user={user} null_sender=
        argv={otpost} ingest --config={configuration} -f ${sender} -- ${recipient}
      """;
}
