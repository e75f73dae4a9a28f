package dev.otpost.intake.dkim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks the resolvers of this machine, over UDP, and over TCP where an answer is too long for that.
 * What they say is kept as long as they say, an hour at most. Opens nothing before it is asked.
 */
final class DnsTextRecords implements TextRecords {

  /** How long one server may take before it, or the next one, is asked again. */
  private static final Duration TRY = Duration.ofSeconds(2);

  /** How often each server is asked. */
  private static final int TRIES = 2;

  /** Names of which it is remembered what they hold. A key has half a kilobyte. */
  private static final int MOST_KEPT = 1_000;

  private static final int KEPT_SECONDS = 3_600;

  /** That there is no key may be a mistake that its owner is mending just now. */
  private static final int NONE_KEPT_SECONDS = 60;

  /** How often one name may point to another (CNAME), as keys at large providers do. */
  private static final int MOST_REDIRECTS = 8;

  private final Supplier<List<InetSocketAddress>> servers;
  private @Nullable LookupSession session; // guarded by this

  /** Asks those that the machine is set up with (resolv.conf). */
  DnsTextRecords() {
    this(
        () -> {
          ResolverConfig.refresh();
          return ResolverConfig.getCurrentConfig().servers();
        });
  }

  /** Outlives the resolvers: what one name server does not say is no reason to forget others. */
  private final Cache cache = emptyCache();

  /**
   * @param servers asked for at the first look-up, and again after one that failed: a machine that
   *     moves gets others
   */
  DnsTextRecords(Supplier<List<InetSocketAddress>> servers) {
    this.servers = servers;
  }

  @Override
  public List<String> at(String name, Duration atMost) throws IOException {
    try {
      return session()
          // With its last dot, or names of this machine's own domain would be tried too.
          .lookupAsync(Name.fromString(name + "."), Type.TXT)
          .toCompletableFuture()
          .get(atMost.toNanos(), TimeUnit.NANOSECONDS)
          .getRecords()
          .stream()
          .filter(TXTRecord.class::isInstance)
          .map(record -> text((TXTRecord) record))
          .toList();
    } catch (TextParseException e) {
      return List.of(); // no name that could hold anything
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoSuchDomainException
          || e.getCause() instanceof NoSuchRRSetException) {
        return List.of();
      }
      forget();
      throw new IOException("no answer about " + name, e.getCause());
    } catch (TimeoutException e) {
      forget();
      throw new IOException("no answer in time about " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(TXTRecord record) {
    var text = new StringBuilder();
    for (var part : record.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  private static Cache emptyCache() {
    var cache = new Cache(DClass.IN);
    cache.setMaxEntries(MOST_KEPT);
    cache.setMaxCache(KEPT_SECONDS);
    cache.setMaxNCache(NONE_KEPT_SECONDS);
    return cache;
  }

  private synchronized LookupSession session() {
    if (session == null) {
      var resolvers =
          servers.get().stream()
              .<Resolver>map(
                  server -> {
                    var resolver = new SimpleResolver(server);
                    resolver.setTimeout(TRY);
                    return resolver;
                  })
              .toList();
      var all = new ExtendedResolver(resolvers);
      all.setRetries(TRIES);
      session =
          LookupSession.builder()
              .resolver(all)
              .cache(cache)
              .clearSearchPath()
              .maxRedirects(MOST_REDIRECTS)
              .build();
    }
    return session;
  }

  private synchronized void forget() {
    session = null;
  }
}
