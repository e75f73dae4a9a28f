package dev.otpost.config;

import static dev.otpost.config.Key.key;
import static dev.otpost.config.Key.open;

import dev.otpost.message.Network;
import dev.otpost.message.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where otpost answers HTTP, and to whom. */
final class HttpKeys {

  static final Key<String> HOST =
      key(
          "http.host",
          Words.listen(),
          "127.0.0.1",
          "The address on which otpost answers you by HTTP: pages, API, health. 127.0.0.1: this"
              + " machine only, 0.0.0.0: everybody, who must then show a password or a token.");

  static final Key<Integer> PORT =
      key("http.port", Amounts.port(), "8080", "The port on which otpost answers you by HTTP.");

  static final Key<Secret> PASSWORD =
      open(
          "http.password",
          HttpWords.password(),
          "none; then there must be a token, or otpost answers this machine only",
          "With what you log in at the pages of otpost: the password itself, or better the hash of"
              + " it that otpost hash-password prints. It is read again on SIGHUP.");

  static final Key<Optional<Path>> PASSWORD_FILE =
      open(
          "http.password-file",
          Words.path(),
          "none",
          "A file that holds this password, or its hash, and nothing else.");

  static final Key<Secret> TOKEN =
      open(
          "http.token",
          HttpWords.tokens(),
          "none",
          "What a program shows that asks otpost (Authorization: Bearer). Several, while one is"
              + " being changed. Rather use token-file. It is read again on SIGHUP.");

  static final Key<Optional<Path>> TOKEN_FILE =
      open(
          "http.token-file",
          Words.path(),
          "none",
          "A file that holds this token and nothing else; several stand in lines of their own.");

  static final Key<List<String>> NAMES =
      open(
          "http.names",
          HttpWords.names(),
          "localhost and the IP addresses, and the host of http.public-url",
          "The names of hosts by which you call otpost, a reverse proxy's for one. By any other"
              + " name it answers nothing of yours, or a page of a stranger could read along (DNS"
              + " rebinding).");

  static final Key<List<Network>> PROXIES =
      open(
          "http.proxies",
          Clients.networks(),
          "none",
          "The reverse proxies in front of otpost. They are believed when they say who asks, and"
              + " whether by https (Forwarded, or X-Forwarded-For, -Proto and -Host).");

  static final Key<Boolean> TLS =
      key(
          "http.tls",
          Words.yesOrNo(),
          "false",
          "Whether otpost speaks HTTPS, with the certificate in smtp.tls.certificate; it does so on"
              + " all its ports then.");

  static final Key<Optional<URI>> PUBLIC_URL =
      open(
          "http.public-url",
          Words.baseUrl().ifAny(),
          "none",
          "How Skyvern and Twilio call otpost from outside, as in https://otpost.example.com;"
              + " Twilio's signature covers it.");

  static final Key<String> PUBLIC_HOST =
      open(
          "http.public.host",
          Words.listenOrAll(),
          "all addresses of this machine, IPv6 too",
          "The address of the port for those outside.");

  static final Key<Optional<Integer>> PUBLIC_PORT =
      open(
          "http.public.port",
          Amounts.port().ifAny(),
          "none, they come to http.port",
          "A port of its own for those outside: Skyvern's runs, text messages and health, and"
              + " nothing else.");

  static final Key<Integer> CONNECTIONS =
      key(
          "http.limits.connections",
          Amounts.count(1, 10_000),
          "500",
          "The most connections at once, on each port. When all places are taken, who has got no"
              + " further with a request for the longest time gives up his. An eighth of the files"
              + " that otpost may open, if that is less.");

  static final Key<Long> HEADER =
      key(
          "http.limits.header",
          Amounts.size("1KiB", "1MiB"),
          "16KiB",
          "The longest header of a request, its first line included.");

  static final Key<Duration> REQUEST_TIME =
      key(
          "http.limits.request-time",
          Amounts.duration("1s", "1h"),
          "10s",
          "How long a client may take to send a request, and for a TLS handshake.");

  static final Key<Duration> IDLE_TIME =
      key(
          "http.limits.idle-time",
          Amounts.duration("1s", "1h"),
          "30s",
          "How long a connection is kept on which nothing is asked.");

  static final Key<Duration> WRITE_TIME =
      key(
          "http.limits.write-time",
          Amounts.duration("1s", "1h"),
          "30s",
          "How long a client may take to take an answer of ours.");

  static final Key<Duration> EVENTS_TIME =
      key(
          "http.limits.events-time",
          Amounts.duration("1s", "1d"),
          "5m",
          "How long a page is told what happens before it has to ask anew, which it does by"
              + " itself.");

  static final List<Key<?>> ALL =
      List.of(
          HOST,
          PORT,
          PASSWORD,
          PASSWORD_FILE,
          TOKEN,
          TOKEN_FILE,
          NAMES,
          PROXIES,
          TLS,
          PUBLIC_URL,
          PUBLIC_HOST,
          PUBLIC_PORT,
          CONNECTIONS,
          HEADER,
          REQUEST_TIME,
          IDLE_TIME,
          WRITE_TIME,
          EVENTS_TIME);

  private HttpKeys() {}
}
