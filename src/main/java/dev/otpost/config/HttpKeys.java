package dev.otpost.config;

import static dev.otpost.config.Key.key;

import java.util.List;

/** Where otpost answers HTTP, and to whom. */
final class HttpKeys {

  static final Key<String> HOST =
      key(
          "http.host",
          Words.listen(),
          "127.0.0.1",
          "The address on which otpost answers HTTP (GET /healthz). 127.0.0.1: this machine only,"
              + " 0.0.0.0: everybody.");

  static final Key<Integer> PORT =
      key("http.port", Amounts.port(), "8080", "The port on which otpost answers HTTP.");

  static final List<Key<?>> ALL = List.of(HOST, PORT);

  private HttpKeys() {}
}
