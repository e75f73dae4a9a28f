package dev.otpost.web.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** Turned round by the gateway: SMTP has the certificate. */
@FunctionalInterface
public interface Encryption {

  /**
   * TLS over a connection, in the part of the server, before the handshake. It never closes the one
   * below.
   */
  SSLSocket over(Socket connected) throws IOException;
}
