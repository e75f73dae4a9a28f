package dev.otpost.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/**
 * Stands for Google's two hosts, with TLS and a certificate for their names. A client made by
 * {@link #client} asks for the real names and ports and is connected to here; nothing else of it is
 * changed.
 */
final class Google implements AutoCloseable {

  /** What is answered to the requests. */
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** One request as it came; {@code to} is the Host and the path. */
  record Asked(String method, String to, String contentType, long bytes) {}

  private static final char[] PASSWORD = "not a secret".toCharArray();

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpsServer server;
  private final KeyStore keys;

  Google(Path directory, Script script) throws Exception {
    keys = keys(directory.resolve("google.p12"));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange;
              InputStream body = exchange.getRequestBody()) {
            var headers = exchange.getRequestHeaders();
            asked.add(
                new Asked(
                    exchange.getRequestMethod(),
                    headers.getFirst("Host") + exchange.getRequestURI().getRawPath(),
                    String.valueOf(headers.getFirst("Content-Type")),
                    body.readAllBytes().length));
            script.answer(exchange);
          }
        });
    server.start();
  }

  static Script page(int status, String page) {
    return exchange -> {
      var bytes = page.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Script redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  List<Asked> asked() {
    return asked;
  }

  /** For a client that takes this for Google. */
  OkHttpClient.Builder client() throws GeneralSecurityException {
    var trust = trust(keys);
    return strangers()
        .sslSocketFactory(
            tls(keys).getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0]);
  }

  /** For a client that is led here but trusts the world's certificates only. */
  OkHttpClient.Builder strangers() {
    return new OkHttpClient.Builder()
        .dns(name -> List.of(InetAddress.getLoopbackAddress()))
        .socketFactory(new Led(server.getAddress()));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** The JDK has no other way to make a certificate. */
  private static KeyStore keys(Path file) throws Exception {
    if (!Files.exists(file)) {
      var keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-alias",
                  "google",
                  "-dname",
                  "CN=google",
                  "-ext",
                  "san=dns:mail-settings.google.com,dns:mail.google.com",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  file.toString(),
                  "-storepass",
                  new String(PASSWORD))
              .redirectErrorStream(true);
      var process = keytool.start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    }
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static TrustManagerFactory trust(KeyStore keys) throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    try {
      var anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry("google", keys.getCertificate("google"));
      trust.init(anchors);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    return trust;
  }

  private static SSLContext tls(KeyStore keys) throws GeneralSecurityException {
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), trust(keys).getTrustManagers(), null);
    return tls;
  }

  /** Sockets that arrive here wherever they are sent. */
  private static final class Led extends SocketFactory {
    private final InetSocketAddress here;

    Led(InetSocketAddress here) {
      this.here = here;
    }

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress elsewhere, int timeout) throws IOException {
          super.connect(here, timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
