package dev.otpost.command;

import sun.misc.Signal;

/**
 * What the system asks of the process. The JDK supports these three lines and nothing better: a
 * shutdown hook cannot make SIGTERM end with exit code 0, and SIGHUP has no other door.
 */
final class Signals {

  private Signals() {}

  /**
   * SIGTERM and SIGINT. Asked a second time, the process ends at once: what was accepted is safe
   * anyway.
   */
  @SuppressWarnings("sunapi")
  static void onStop(Runnable stop) {
    for (var name : new String[] {"TERM", "INT"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            Signal.handle(signal, _ -> Runtime.getRuntime().halt(128 + signal.getNumber()));
            stop.run();
          });
    }
  }

  /** SIGHUP. */
  @SuppressWarnings("sunapi")
  static void onReload(Runnable reload) {
    Signal.handle(new Signal("HUP"), _ -> reload.run());
  }
}
