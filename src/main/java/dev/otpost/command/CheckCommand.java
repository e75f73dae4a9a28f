package dev.otpost.command;

import dev.otpost.alerts.Alerts;
import dev.otpost.config.Purpose;
import dev.otpost.config.Settings;
import dev.otpost.delivery.SkyvernClient;
import dev.otpost.delivery.SkyvernSettings;
import dev.otpost.gateway.CertificateCheck;
import dev.otpost.intake.imap.ImapSettings;
import dev.otpost.intake.imap.ImapSettings.Login;
import dev.otpost.intake.imap.Watchers;
import dev.otpost.intake.oauth.Tokens;
import dev.otpost.intake.smtp.SmtpSettings;
import dev.otpost.message.Folder;
import dev.otpost.message.Lane;
import dev.otpost.message.Network;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolInUseException;
import dev.otpost.web.http.HttpSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code otpost check}. */
@Command(
    name = "check",
    description = {
      "Looks whether serve would work: configuration, ports, certificate, spool, mailboxes, and"
          + " whether every Skyvern takes its key.",
      "Sends no code and changes nothing."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  CheckCommand() {}

  /** What one look came to: in words for the operator. */
  private record Verdict(boolean good, String words) {

    static Verdict good(String words) {
      return new Verdict(true, words);
    }

    static Verdict bad(String words) {
      return new Verdict(false, words);
    }
  }

  @Override
  public Integer call() throws Exception {
    var loaded = config.load(otpost.around(), Purpose.SERVE);
    var settings = loaded.settings();
    var out = spec.commandLine().getOut();
    report(out, "configuration", Verdict.good("no fault found"));
    loaded.warnings().forEach(warning -> note(out, warning));
    var spool = spool(settings);
    boolean running = spool.running();
    boolean good = report(out, "spool", spool.verdict());
    if (settings.smtp().enabled()) {
      var smtp = settings.smtp();
      good &= report(out, "smtp", port(smtp.host(), smtp.port(), running));
      if (smtp.tls().port().isPresent()) {
        good &= report(out, "smtp, TLS", port(smtp.host(), smtp.tls().port().get(), running));
      }
      good &= certificate(out, smtp);
      report(out, "may send", Verdict.good(whoMaySend(smtp.access())));
      if (!smtp.access().proxies().isEmpty()) {
        report(out, "behind", Verdict.good(proxies(smtp.access().proxies())));
      }
    }
    good &= mailboxes(out, settings);
    good &=
        report(
            out, "http", port(settings.web().http().host(), settings.web().http().port(), running));
    report(out, "may look", Verdict.good(whoMayLook(settings.web().http())));
    if (settings.web().http().outside().isPresent()) {
      var outside = settings.web().http().outside().get();
      good &= report(out, "http, public", port(outside.host(), outside.port(), running));
    }
    for (var route : settings.delivery().unpushed()) {
      report(
          out,
          "pull only",
          Verdict.good(
              (route.equals(Lane.DEFAULT_ROUTE) ? "what no route is for" : "route " + route)
                  + " is not posted (push is false): runs of Skyvern must fetch it"));
    }
    boolean expired = false;
    for (var destination : settings.delivery().destinations().entrySet()) {
      good &= report(out, "skyvern", skyvern(destination.getKey(), destination.getValue()));
      for (var words : destination.getKey().tls().expired(otpost.around().clock().instant())) {
        expired |= !report(out, "skyvern, TLS", Verdict.bad(which(destination) + ": " + words));
      }
    }
    report(out, "alerts", Verdict.good(channels(settings)));
    out.flush();
    return expired ? ExitCode.CONFIGURATION : good ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  /** Nobody is told anything: that is for otpost alerts test. */
  private static String channels(Settings settings) {
    var names = Alerts.names(settings.alerts());
    return names.isEmpty()
        ? "in the log only; set alerts.webhook-file, alerts.command or alerts.mail to hear of them"
        : String.join(", ", names) + "; otpost alerts test shows whether you hear of it";
  }

  private static boolean report(PrintWriter out, String what, Verdict verdict) {
    out.printf("%-6s%-15s%s%n", verdict.good() ? "ok" : "WRONG", what, verdict.words());
    return verdict.good();
  }

  private static void note(PrintWriter out, String words) {
    out.println("      note  " + words);
  }

  private boolean certificate(PrintWriter out, SmtpSettings smtp) {
    try {
      var check = CertificateCheck.of(smtp, otpost.around().clock().instant());
      report(out, "certificate", Verdict.good(check.words()));
      check.notes().forEach(note -> note(out, note));
      return true;
    } catch (IOException e) {
      return report(out, "certificate", Verdict.bad(String.valueOf(e.getMessage())));
    }
  }

  private record SpoolCheck(boolean running, Verdict verdict) {}

  private SpoolCheck spool(Settings settings) {
    var path = settings.spool().path();
    if (!Spool.isThere(settings.spool())) {
      // Not by us: the daemon may run as another user, who could not write in what is ours.
      return new SpoolCheck(false, notThereYet(path));
    }
    try (var spool = Spool.open(settings.spool(), otpost.around().clock())) {
      return new SpoolCheck(
          false,
          spool.isWritable()
              ? Verdict.good(path + ", " + spool.pending().size() + " pending")
              : Verdict.bad(path + " cannot be written: is its disk full or read-only?"));
    } catch (SpoolInUseException e) {
      return new SpoolCheck(true, Verdict.good(path + ", in use by an otpost that runs"));
    } catch (IOException e) {
      return new SpoolCheck(false, Verdict.bad(String.valueOf(e.getMessage())));
    }
  }

  private static Verdict notThereYet(Path path) {
    var existing = path.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing)
        ? Verdict.good(path + ", to be made at the first start")
        : Verdict.bad(
            "%s cannot be made: make %s writable, or set spool.path".formatted(path, existing));
  }

  private static Verdict port(String host, int port, boolean running) {
    var where = (host.isEmpty() ? "all addresses" : host) + ", port " + (port == 0 ? "any" : port);
    try (var socket = new ServerSocket()) {
      socket.bind(
          host.isEmpty()
              ? new InetSocketAddress(port)
              : new InetSocketAddress(InetAddress.getByName(host), port));
      return Verdict.good(where);
    } catch (IOException e) {
      return running
          ? Verdict.good(where + ", in use, by the otpost that runs as it seems")
          : Verdict.bad(
              where
                  + ": "
                  + e.getMessage()
                  + "; end what listens there, or choose another port (below 1024 needs"
                  + " CAP_NET_BIND_SERVICE)");
    }
  }

  private static String whoMaySend(SmtpSettings.Access access) {
    if (access.isOpen()) {
      return "everybody, to smtp.recipients (no smtp.allowed-networks, no smtp.users)";
    }
    return Stream.concat(
            access.networks().stream().map(network -> network + " without a password"),
            access.users().names().stream().map(name -> name + " with a password"))
        .collect(Collectors.joining(", "));
  }

  /** At the dashboard and by the API. */
  private static String whoMayLook(HttpSettings http) {
    var access = http.access();
    if (access.isOpen()) {
      return "everybody on this machine (no http.password, no http.token)";
    }
    return "who shows "
        + (access.password().isEmpty()
            ? "a token"
            : access.tokens().isEmpty() ? "the password" : "the password or a token");
  }

  private static String proxies(List<Network> proxies) {
    return proxies.stream().map(Network::toString).collect(Collectors.joining(", "))
        + ", which must begin each connection with a PROXY header";
  }

  private boolean mailboxes(PrintWriter out, Settings settings) throws IOException {
    boolean good = true;
    var stranger = Stranger.to(settings.spool().path());
    try (var tokens = Tokens.of(settings.oauth(), otpost.around().clock())) {
      for (var account : settings.imap().accounts()) {
        for (var folder : account.folders()) {
          // A refresh token that is used may come back as another one, which is to be stored.
          good &=
              report(
                  out,
                  "mailbox",
                  stranger.isPresent() && account.login() instanceof Login.Token
                      ? notAsked(account, folder, stranger.get())
                      : mailbox(account, folder, settings.imap(), tokens));
        }
      }
    }
    return good;
  }

  private static Verdict mailbox(
      ImapSettings.Account account, String folder, ImapSettings imap, Tokens tokens) {
    var which = new Folder(account.name(), folder) + ": ";
    try {
      return Verdict.good(which + Watchers.probe(account, folder, imap.limits(), tokens));
    } catch (IOException e) {
      return Verdict.bad(which + e.getMessage());
    }
  }

  private static Verdict notAsked(ImapSettings.Account account, String folder, Stranger stranger) {
    return Verdict.bad(
        "%s: not asked. %s"
            .formatted(new Folder(account.name(), folder), stranger.warning("otpost check")));
  }

  private Verdict skyvern(SkyvernSettings settings, List<String> routes) {
    try (var client = new SkyvernClient(settings, Map.of(), 1, otpost.around().clock())) {
      var check = client.check();
      return new Verdict(
          check.accepted(), which(Map.entry(settings, routes)) + " " + check.because());
    }
  }

  private static String which(Map.Entry<SkyvernSettings, List<String>> destination) {
    var routes = destination.getValue();
    return destination.getKey().baseUrl()
        + (routes.equals(List.of(Lane.DEFAULT_ROUTE))
            ? ""
            : " (%s %s)"
                .formatted(routes.size() == 1 ? "route" : "routes", String.join(", ", routes)))
        + destination.getKey().proxy().map(" through the proxy %s"::formatted).orElse("");
  }
}
