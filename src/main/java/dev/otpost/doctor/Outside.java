package dev.otpost.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * How a mail server on the internet would find the way to the gateway: a hint, for from here it
 * cannot be seen. Behind a router or a firewall the way in is another than the one from inside.
 *
 * @param limit for each question, and for the greeting
 * @param port of mail servers
 * @param names who is asked; empty for those that the machine is set up with
 */
public record Outside(Duration limit, int port, Optional<InetSocketAddress> names) {

  /** RFC 2606 and RFC 6761: nobody answers for these. */
  private static final Set<String> NOWHERE =
      Set.of("test", "example", "invalid", "localhost", "local", "lan", "internal", "home");

  private static final String NOBODY = "."; // RFC 7505

  private static final int PORT = 25; // RFC 5321 4.5.4.2: mail servers know no other

  /** As the internet would look. */
  public Outside(Duration limit) {
    this(limit, PORT, Optional.empty());
  }

  Finding look(String domain, Way way) throws InterruptedException {
    if (!(way instanceof Way.Listener listener) || domain.isEmpty()) {
      return new Finding.Unseen("no mail comes by SMTP");
    }
    var top = domain.substring(domain.lastIndexOf('.') + 1);
    if (NOWHERE.contains(top)
        || domain.matches("(?:.*\\.)?example\\.(?:com|net|org)")
        || domain.startsWith("[")) {
      return new Finding.Unseen(domain + " is no domain of the internet");
    }
    try {
      var hosts = exchangers(domain);
      if (hosts.isEmpty()) {
        return new Finding.Unseen(
            "%s has no MX: the internet looks for it at the host of that name; give it an MX that"
                    .formatted(domain)
                + " leads here, unless mail comes another way");
      }
      return hosts.getFirst().equals(NOBODY)
          ? new Finding.Unseen(
              "the MX of %s says that it takes no mail; give it one that leads here, unless mail"
                      .formatted(domain)
                  + " comes another way")
          : greeting(domain, hosts.getFirst(), listener);
    } catch (IOException e) {
      return new Finding.Unseen("%s: %s".formatted(domain, e.getMessage()));
    }
  }

  private Finding greeting(String domain, String host, Way.Listener listener) {
    var where = "the MX of %s is %s".formatted(domain, host);
    try (var client = SmtpClient.connect(host, port, limit)) {
      var greeting = client.read();
      return greeting.lines().getFirst().startsWith(listener.hostname() + " ")
          ? new Finding.Well(where + ", and greets as this otpost does")
          : new Finding.Unseen(
              "%s, and greets as another host than smtp.hostname: %s"
                  .formatted(where, greeting.words()));
    } catch (IOException e) {
      return new Finding.Unseen(
          where
              + ", but its port 25 does not answer from here: a firewall, a router that does not"
              + " forward the port, or a provider that lets nobody out by it");
    }
  }

  /** The most wanted first. */
  private List<String> exchangers(String domain) throws IOException, InterruptedException {
    try {
      var session = LookupSession.defaultBuilder().clearSearchPath();
      names.map(SimpleResolver::new).ifPresent(session::resolver);
      return session
          .build()
          .lookupAsync(Name.fromString(domain + "."), Type.MX)
          .toCompletableFuture()
          .get(limit.toNanos(), TimeUnit.NANOSECONDS)
          .getRecords()
          .stream()
          .filter(MXRecord.class::isInstance)
          .map(MXRecord.class::cast)
          .sorted(Comparator.comparingInt(MXRecord::getPriority))
          .map(record -> record.getTarget().toString(true))
          .toList();
    } catch (TextParseException e) {
      return List.of();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException
          || e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      throw new IOException("the name servers do not answer", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the name servers do not answer", e);
    }
  }
}
