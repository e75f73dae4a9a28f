package dev.otpost;

import dev.otpost.command.Start;
import dev.otpost.command.Surroundings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Where the process begins and ends. */
final class Main {

  private Main() {}

  /** The only place that reads arguments and environment, and that ends the process. */
  public static void main(String[] args) {
    NameMemory.shorten();
    System.exit(Start.execute(surroundings(), args));
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        System.getenv(),
        Path.of(Optional.ofNullable(System.getProperty("otpost.home")).orElse(".")),
        hostname(),
        InstantSource.system());
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
