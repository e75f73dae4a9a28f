package dev.otpost.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * {@code otpost serve} as a process of its own, which can be ended in every way and started again
 * on its spool.
 */
final class Daemon implements AutoCloseable {

  private static final List<String> ARGUMENTS = List.of("serve");

  /** From the start of the process until it has started all of itself. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** From SIGTERM to the end. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  /** In either format of the log. */
  private static final Pattern LISTENING =
      Pattern.compile("\\blistening\\b.*\\blistener\\W{1,3}(\\w+)\\b.*\\bport\\W{1,3}(\\d+)");

  /** In either format of the log; printed after all listeners. */
  private static final Pattern STARTED = Pattern.compile("\\bstarted\\b.*\\bpending\\b");

  private final ProcessBuilder call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition printed = lock.newCondition();

  /** All that was printed, by every process of this daemon. Under the lock. */
  private final List<String> log = new ArrayList<>();

  /** Where in the log the present process began. Under the lock. */
  private int begin;

  private Process process;

  private Daemon(ProcessBuilder call) throws IOException {
    this.call = call.redirectErrorStream(true);
    process = launch();
  }

  /** Started, and listening for mail if it is to. */
  static Daemon serve(Map<String, String> environment) throws IOException {
    return start(Product.call(environment, ARGUMENTS));
  }

  /** The same, as this user of the machine. */
  static Daemon serveAs(String user, Map<String, String> environment) throws IOException {
    return start(Product.callAs(user, environment, ARGUMENTS));
  }

  /** The same, started by another program: {@code by} and its arguments. */
  static Daemon serveBy(List<String> by, Map<String, String> environment) throws IOException {
    var call = Product.call(environment, ARGUMENTS);
    call.command().addAll(0, by);
    return start(call);
  }

  /** The same by a call that is not of the product here, but of one in a container. */
  static Daemon start(ProcessBuilder call) throws IOException {
    var daemon = new Daemon(call);
    try {
      daemon.awaitStarted();
      return daemon;
    } catch (IllegalStateException neverStarted) {
      daemon.close();
      throw neverStarted;
    }
  }

  /** Where it takes mail. */
  int smtpPort() {
    return port("smtp");
  }

  /** Where it takes mail in TLS from the first octet on. */
  int smtpsPort() {
    return port("smtps");
  }

  /** Where it answers HTTP. */
  int httpPort() {
    return port("http");
  }

  /** Where it answers those outside. */
  int publicPort() {
    return port("public");
  }

  /** The process that runs now. */
  long pid() {
    return process.pid();
  }

  /** What it has of the machine's memory just now, in KiB. */
  long residentKib() throws IOException {
    try (var status = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      return status
          .filter(line -> line.startsWith("VmRSS:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    // By its handle: Process.destroy would also close the pipe and lose the last of what it
    // printed.
    process.toHandle().destroyForcibly();
    process.waitFor();
    awaitGone();
  }

  /** SIGTERM; the exit code. */
  int terminate() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still there %s after SIGTERM".formatted(STOP_LIMIT));
    }
    awaitGone();
    return process.exitValue();
  }

  /** SIGHUP. */
  void hangUp() throws IOException, InterruptedException {
    Product.finish(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())));
  }

  /** Started again with the same settings, on the same spool; listening, maybe on another port. */
  void restart() throws IOException {
    if (process.isAlive()) {
      throw new IllegalStateException("still running");
    }
    process = launch();
    awaitStarted();
  }

  /** All lines so far. */
  List<String> log() {
    lock.lock();
    try {
      return List.copyOf(log);
    } finally {
      lock.unlock();
    }
  }

  /** The first line of the present process that is wanted, at once or as soon as it is printed. */
  Optional<String> awaitLine(Predicate<String> wanted, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      for (int next = begin; ; next++) {
        while (next >= log.size()) {
          if (left <= 0) {
            return Optional.empty();
          }
          left = printed.awaitNanos(left);
        }
        if (wanted.test(log.get(next))) {
          return Optional.of(log.get(next));
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Waits until all that it printed is in the log. */
  private void awaitGone() {
    if (awaitLine(GONE::equals, STOP_LIMIT).isEmpty()) {
      throw new IllegalStateException("its output is open, but it is gone");
    }
  }

  private void awaitStarted() {
    var line =
        awaitLine(printed -> STARTED.matcher(printed).find() || printed.equals(GONE), START_LIMIT);
    if (line.isEmpty() || line.get().equals(GONE)) {
      throw new IllegalStateException("not started; it printed: " + log());
    }
  }

  private int port(String listener) {
    var line =
        awaitLine(printed -> listens(printed, listener) || printed.equals(GONE), START_LIMIT);
    return line.map(LISTENING::matcher)
        .filter(found -> found.find())
        .map(found -> Integer.parseInt(found.group(2)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no %s listener; it printed: %s".formatted(listener, log())));
  }

  private static boolean listens(String line, String listener) {
    var found = LISTENING.matcher(line);
    return found.find() && found.group(1).equals(listener);
  }

  /** Stands in the log where the process closed its output. */
  private static final String GONE = "--- gone";

  private Process launch() throws IOException {
    lock.lock();
    try {
      begin = log.size();
    } finally {
      lock.unlock();
    }
    var started = call.start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    Thread.ofVirtual().start(() -> read(started));
    return started;
  }

  private void read(Process started) {
    try (var lines = started.inputReader()) {
      lines.lines().forEach(this::add);
    } catch (IOException | java.io.UncheckedIOException gone) {
      // its end is noted below
    }
    add(GONE);
  }

  private void add(String line) {
    lock.lock();
    try {
      log.add(line);
      printed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
