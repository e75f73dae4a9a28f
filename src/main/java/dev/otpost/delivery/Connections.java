package dev.otpost.delivery;

import static okhttp3.ConnectionSpec.CLEARTEXT;
import static okhttp3.ConnectionSpec.MODERN_TLS;

import dev.otpost.delivery.SkyvernSettings.Login;
import dev.otpost.delivery.SkyvernSettings.Proxy;
import dev.otpost.delivery.SkyvernSettings.Tls;
import dev.otpost.message.pem.KeyedChain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * How a Skyvern is connected to: TLS 1.2 or newer with its host name checked, a proxy if there is
 * one, nothing sent twice, and nothing that the settings do not say: neither redirects nor proxies
 * of the environment or the JVM are heard. Each has a pool of its own.
 */
final class Connections {

  /** Whoever takes longer to accept a connection is not there. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Shorter than the 5 s after which the server of a self-hosted Skyvern closes an idle connection:
   * a request on a connection that is being closed gets no answer, and it would not be known
   * whether it was taken.
   */
  private static final Duration IDLE_CONNECTION = Duration.ofSeconds(2);

  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private static final int BAD_REQUEST = 400;

  /** So many bytes of its page are looked at. */
  private static final long GUARDS_WORDS = 1024;

  private Connections() {}

  /**
   * None is opened yet.
   *
   * @param parallel how many idle ones are worth keeping
   */
  static OkHttpClient to(SkyvernSettings settings, int parallel) {
    return make(settings, parallel, new Dispatcher());
  }

  /** Likewise, and whoever ends the calls of these ends those that {@code before} has under way. */
  static OkHttpClient instead(OkHttpClient before, SkyvernSettings settings, int parallel) {
    return make(settings, parallel, before.dispatcher());
  }

  private static OkHttpClient make(SkyvernSettings settings, int parallel, Dispatcher dispatcher) {
    var builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .callTimeout(settings.callTimeout())
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .retryOnConnectionFailure(false)
            .eventListenerFactory(Departure::of)
            .followRedirects(false)
            .followSslRedirects(false)
            // TLS 1.2 and 1.3. Without TLS the authorities of the system are not even read.
            .connectionSpecs(List.of(isHttps(settings) ? MODERN_TLS : CLEARTEXT))
            // Over HTTP/2 all calls would share one connection, and hang together when it is dead.
            .protocols(List.of(Protocol.HTTP_1_1))
            .proxy(settings.proxy().map(Connections::proxy).orElse(java.net.Proxy.NO_PROXY))
            .addInterceptor(new Once(settings))
            .connectionPool(
                new ConnectionPool(parallel, IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS));
    settings.proxy().ifPresent(it -> builder.proxyAuthenticator(authenticator(it)));
    if (!settings.tls().equals(Tls.STANDARD)) {
      var certificates = certificates(settings.tls());
      builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
    }
    return builder.build();
  }

  private static boolean isHttps(SkyvernSettings settings) {
    return "https".equalsIgnoreCase(settings.baseUrl().getScheme());
  }

  private static HandshakeCertificates certificates(Tls tls) {
    var builder = new HandshakeCertificates.Builder();
    if (tls.authorities().isEmpty()) {
      builder.addPlatformTrustedCertificates();
    }
    tls.authorities().forEach(builder::addTrustedCertificate);
    tls.client().ifPresent(it -> builder.heldCertificate(held(it), behind(it)));
    return builder.build();
  }

  private static HeldCertificate held(KeyedChain client) {
    var certificate = client.chain().getFirst();
    return new HeldCertificate(new KeyPair(certificate.getPublicKey(), client.key()), certificate);
  }

  private static X509Certificate[] behind(KeyedChain client) {
    return client.chain().stream().skip(1).toArray(X509Certificate[]::new);
  }

  /** Unresolved: its name is asked for at each connection, and may come to mean another address. */
  private static java.net.Proxy proxy(Proxy proxy) {
    return new java.net.Proxy(
        java.net.Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.host(), proxy.port()));
  }

  /** For the CONNECT alone: what goes through the tunnel is Skyvern's, who must not see it. */
  private static Authenticator authenticator(Proxy proxy) {
    return (_, response) -> {
      boolean asked =
          response.challenges().stream()
              .noneMatch(it -> it.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
      if (asked) {
        throw UnreachedException.unknownTo(proxy);
      }
      return proxy.login().map(it -> authorised(response.request(), it)).orElse(null);
    };
  }

  private static Request authorised(Request request, Login login) {
    return request
        .newBuilder()
        .header("Proxy-Authorization", Credentials.basic(login.user(), login.password().value()))
        .build();
  }

  /**
   * Sends a request once and says in words why nothing was reached. OkHttp by itself would send it
   * again after a 503 that asks for no pause: an attempt that nobody recorded.
   */
  private record Once(SkyvernSettings settings) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
      var request = once(chain.request());
      // In clear there is no tunnel: it is the proxy that reads the request.
      var login = settings.proxy().flatMap(Proxy::login).filter(_ -> !request.isHttps());
      try {
        var response = chain.proceed(login.map(it -> authorised(request, it)).orElse(request));
        if (response.code() == PROXY_AUTHENTICATION_REQUIRED && settings.proxy().isPresent()) {
          response.close();
          throw UnreachedException.unknownTo(settings.proxy().get());
        }
        if (isOfItsGuard(response)) {
          response.close();
          throw UnreachedException.unprovenTo(settings.tls());
        }
        return response;
      } catch (IOException e) {
        throw UnreachedException.of(e, settings);
      }
    }

    /**
     * nginx in front of Skyvern takes part in TLS with everybody and says 400, in HTML, to whoever
     * has shown it no certificate, or a wrong one. Skyvern's own 400 would be the mail's fault.
     */
    private static boolean isOfItsGuard(Response response) throws IOException {
      return response.code() == BAD_REQUEST
          && Optional.ofNullable(response.header("Content-Type")).orElse("").startsWith("text/html")
          && response.peekBody(GUARDS_WORDS).string().contains("SSL certificate");
    }

    private static Request once(Request request) {
      return Optional.ofNullable(request.body())
          .map(body -> request.newBuilder().method(request.method(), new OneShot(body)).build())
          .orElse(request);
    }
  }

  /** A body that OkHttp must not send a second time. */
  private static final class OneShot extends RequestBody {

    private final RequestBody body;

    OneShot(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }
}
