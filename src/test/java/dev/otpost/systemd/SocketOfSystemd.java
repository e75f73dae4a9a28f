package dev.otpost.systemd;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Stands for systemd: prints what it is told. Java cannot listen to datagrams of Unix. */
public final class SocketOfSystemd implements AutoCloseable {

  private static final String LISTEN =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      a = sys.argv[1]
      s.bind("\\0" + a[1:] if a[0] == "@" else a)
      print("listening", flush=True)
      while True:
          print(s.recv(65536).decode().replace("\\n", " "), flush=True)
      """;

  private final Process python;
  private final BufferedReader out;

  /** Listens at {@code address}, as NOTIFY_SOCKET would name it. */
  public SocketOfSystemd(String address) throws IOException {
    python = new ProcessBuilder("python3", "-c", LISTEN, address).redirectErrorStream(true).start();
    out =
        new BufferedReader(new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8));
    if (!"listening".equals(out.readLine())) {
      throw new IOException("no socket at " + address);
    }
  }

  /** The next message, lines parted by blanks. Waits for it. */
  public String next() throws IOException {
    return String.valueOf(out.readLine());
  }

  /** The next one that begins like this; others before it are passed over. */
  public String next(String beginning) throws IOException {
    while (true) {
      var next = next();
      if (next.startsWith(beginning) || next.equals("null")) {
        return next;
      }
    }
  }

  @Override
  public void close() {
    python.destroyForcibly();
  }
}
