package dev.otpost.web.metrics;

import dev.otpost.web.http.OpenFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the process takes of its machine, by the names that all programs tell it by. What the
 * machine does not tell is left out.
 */
final class Machine {

  private static final Path PROCESS = Path.of("/proc/self");

  private Machine() {}

  static void tell(Exposition text) {
    tellProcess(text);
    tellMemory(text);
    var threads = ManagementFactory.getThreadMXBean();
    text.gauge("jvm_threads_current", "Threads of the system; virtual ones are not counted.")
        .at(threads.getThreadCount());
    text.gauge("jvm_classes_currently_loaded", "Classes in memory.")
        .at(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    var gc =
        text.summary(
            "jvm_gc_collection_seconds",
            "Time in garbage collection. Many seconds a minute: the heap is too small.");
    for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      gc.part("_count", collector.getCollectionCount(), "gc", collector.getName())
          .sum((double) collector.getCollectionTime() / 1000, "gc", collector.getName());
    }
  }

  private static void tellProcess(Exposition text) {
    var info = ProcessHandle.current().info();
    var start =
        text.gauge(
            "process_start_time_seconds",
            "When the process started. If it changes again and again, the log says why.");
    info.startInstant()
        .map(Instant::toEpochMilli)
        .ifPresent(ms -> start.seconds((double) ms / 1000));
    var cpu = text.counter("process_cpu_seconds_total", "Time of processors that was used.");
    info.totalCpuDuration()
        .map(Duration::toMillis)
        .ifPresent(ms -> cpu.seconds((double) ms / 1000));
    var resident = text.gauge("process_resident_memory_bytes", "What it has of the memory.");
    status("VmRSS:").ifPresent(kib -> resident.at(kib * 1024));
    var open = text.gauge("process_open_fds", "Files and sockets that are open.");
    openFiles().ifPresent(open::at);
    var most =
        text.gauge(
            "process_max_fds",
            "Files and sockets that may be open. If nearly all are, raise LimitNOFILE.");
    OpenFiles.most().ifPresent(most::at);
  }

  private static void tellMemory(Exposition text) {
    var memory = ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage();
    var rest = memory.getNonHeapMemoryUsage();
    text.gauge("jvm_memory_used_bytes", "Memory that is used.")
        .at(heap.getUsed(), "area", "heap")
        .at(rest.getUsed(), "area", "nonheap");
    text.gauge("jvm_memory_committed_bytes", "Memory that is the JVM's.")
        .at(heap.getCommitted(), "area", "heap")
        .at(rest.getCommitted(), "area", "nonheap");
    var max =
        text.gauge(
            "jvm_memory_max_bytes",
            "Memory that can be used. If nearly all is for long, give otpost a larger heap.");
    max.at(heap.getMax(), "area", "heap");
  }

  /** The first number behind this word, in what the system says of the process. */
  private static Optional<Long> status(String word) {
    try (var lines = Files.lines(PROCESS.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(word))
          .flatMap(line -> Stream.of(line.substring(word.length()).strip().split("\\s+", -1)))
          .filter(number -> number.matches("\\d{1,18}"))
          .map(Long::valueOf)
          .findFirst();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> openFiles() {
    try (var files = Files.list(PROCESS.resolve("fd"))) {
      return Optional.of(files.count());
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
