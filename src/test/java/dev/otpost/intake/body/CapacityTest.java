package dev.otpost.intake.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CapacityTest {

  private static final long MIB = 1024 * 1024;
  private static final long HEAP = 128 * MIB;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private Capacity impatient;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  CapacityTest() {}

  @BeforeEach
  void make() throws IOException {
    impatient = capacity(Duration.ZERO);
  }

  private Capacity capacity(Duration patience) throws IOException {
    return new Capacity(100, HEAP, patience, Incoming.in(directory));
  }

  @Test
  void hasRoomForWhatIsAnnouncedUpToTheLimitAndNoMore() {
    assertTrue(impatient.hasRoomFor(100));
    assertFalse(impatient.hasRoomFor(101));
    assertEquals(0, impatient.inFlight().reserved());
  }

  @Test
  void handsOverLargeMailsAsLongAsTheHeapBearsThem() throws InterruptedException {
    long half = Capacity.largestMail(HEAP) / 2 - Capacity.LEAST_COST;
    try (var _ = impatient.handOver(half).orElseThrow()) {
      assertTrue(impatient.handOver(half + Capacity.LEAST_COST * 2).isEmpty());
      try (var _ = impatient.handOver(half).orElseThrow()) {
        assertTrue(impatient.handOver(half).isEmpty());
      }
      assertTrue(impatient.handOver(half).isPresent());
    }
  }

  @Test
  void handsOverTheLargestMailTheHeapBearsAndALargerOneAlone() throws InterruptedException {
    long smallest = MailSack.IN_MEMORY + 1;
    try (var _ = impatient.handOver(smallest).orElseThrow()) {
      assertTrue(impatient.handOver(Capacity.largestMail(HEAP)).isEmpty());
      assertTrue(impatient.handOver(HEAP).isEmpty());
    }
    impatient.handOver(Capacity.largestMail(HEAP)).orElseThrow().close();
    try (var _ = impatient.handOver(HEAP).orElseThrow()) {
      assertTrue(impatient.handOver(smallest).isEmpty());
    }
  }

  @Test
  void takesTheLargestMailOfTheDefaultConfigurationInTheDefaultHeap() {
    assertTrue(Capacity.largestMail(HEAP) >= 10 * MIB);
  }

  @Test
  void neverLetsSmallMailsWaitForLargeOnesNorLargeOnesForSmall() throws InterruptedException {
    try (var _ = impatient.handOver(HEAP).orElseThrow();
        var _ = impatient.handOver(MailSack.IN_MEMORY).orElseThrow()) {
      assertTrue(impatient.handOver(MailSack.IN_MEMORY + 1).isEmpty());
    }
    int passing = 0;
    while (impatient.handOver(MailSack.IN_MEMORY).isPresent()) {
      passing++;
    }
    assertEquals(HEAP / 8 / Capacity.cost(MailSack.IN_MEMORY), passing);
    assertTrue(impatient.handOver(MailSack.IN_MEMORY + 1).isPresent());
  }

  @Test
  void letsTheNextOnePassWhenOneIsThrough() throws Exception {
    var patient = capacity(LONG);
    var first = patient.handOver(HEAP).orElseThrow();
    var next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return patient.handOver(HEAP).isPresent();
              } catch (InterruptedException e) {
                return false;
              }
            },
            run -> Thread.ofVirtual().start(run));
    first.close();
    first.close(); // Which makes no more room than there is.
    assertTrue(next.get());
    assertTrue(patient.handOver(MailSack.IN_MEMORY).isPresent());
  }
}
