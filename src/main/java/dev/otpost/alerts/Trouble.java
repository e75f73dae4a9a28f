package dev.otpost.alerts;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Why a server was not reached, in words without anything that was sent to it. */
final class Trouble {

  private Trouble() {}

  static String words(Throwable e) {
    return switch (e) {
      case UnknownHostException _ -> "there is no such host, or no name server answers";
      case ConnectException _ -> "no connection";
      case InterruptedIOException _ -> "no answer in time";
      case SSLException _ ->
          "no encrypted connection: is its certificate good, for this host, and of an authority"
              + " that is believed (alerts.tls-authorities)?";
      case SocketException _ -> "the connection was cut";
      case IOException _ -> "the connection broke off, or the answer is none";
      default -> "it failed";
    };
  }
}
