package dev.otpost.doctor;

import dev.otpost.message.Recipients;

/** How a test mail gets in. */
public sealed interface Way {

  /** For whom mail is taken in. */
  Recipients recipients();

  /**
   * By SMTP, like any other.
   *
   * @param host to connect to
   * @param port likewise; 0 if nobody knows, for any free one was taken
   * @param hostname what the listener calls itself
   * @param proxied whether a connection from here must begin with a PROXY header
   */
  record Listener(Recipients recipients, String host, int port, String hostname, boolean proxied)
      implements Way {

    /** For people. */
    String where() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** As {@code otpost ingest} does it, where no mail comes by SMTP. */
  record SideDoor(Recipients recipients) implements Way {}
}
