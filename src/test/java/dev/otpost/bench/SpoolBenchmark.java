package dev.otpost.bench;

import dev.otpost.demo.SampleMail;
import dev.otpost.message.Address;
import dev.otpost.message.Decision;
import dev.otpost.message.Envelope;
import dev.otpost.message.Identifier;
import dev.otpost.message.Lane;
import dev.otpost.message.Letter;
import dev.otpost.message.Life;
import dev.otpost.message.Outcome;
import dev.otpost.message.Source;
import dev.otpost.parsing.MessageParser;
import dev.otpost.spool.Spool;
import dev.otpost.spool.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** A mail's whole life in the spool: committed, attempted, settled; eight of them at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(8)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class SpoolBenchmark {

  private static final Address GATEWAY = new Address("otp@gw.example.com");
  private static final Address JOHN = new Address("john@example.com");

  private final AtomicLong number = new AtomicLong();
  private final SampleMail mail = SampleMail.forwarded(JOHN, GATEWAY, Instant.EPOCH);
  private final Letter letter = new MessageParser().parse(mail.bytes());
  private Path directory = Path.of("unset");
  private Spool spool;

  @SuppressWarnings("NullAway.Init") // Set by open.
  public SpoolBenchmark() {}

  /** Opens a new spool on the disk where temporary files are. */
  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("otpost-bench-");
    spool =
        Spool.open(
            new SpoolSettings(directory, Duration.ofHours(1), Duration.ofDays(30)),
            InstantSource.system());
  }

  /** Deletes it. */
  @TearDown
  public void delete() throws IOException {
    spool.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One mail: three commits. */
  @Benchmark
  public long keepAttemptSettle() throws IOException {
    var now = InstantSource.system().instant();
    var identifier = new Identifier("john" + number.incrementAndGet() + "@example.com");
    long id =
        spool
            .commit(
                new Envelope(Source.SMTP, mail.mailFrom(), List.of(GATEWAY), "192.0.2.1", now),
                mail.bytes(),
                letter,
                List.of(
                    new Decision.Deliver(
                        GATEWAY,
                        "a benchmark",
                        Lane.of(identifier),
                        letter.otp(),
                        letter.content(),
                        Life.of(now, Duration.ofMinutes(15)),
                        Optional.empty())))
            .ids()
            .getFirst();
    spool.begin(id, now);
    spool.settle(id, new Outcome.Delivered("a benchmark"), now);
    return id;
  }
}
