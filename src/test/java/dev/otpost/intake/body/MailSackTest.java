package dev.otpost.intake.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailSackTest {

  private static final int MIB = 1024 * 1024;
  private static final int PIECE = 8192;

  @TempDir private Path directory;
  private Capacity capacity;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MailSackTest() {}

  @BeforeEach
  void make() throws IOException {
    capacity = capacity(16 * MIB, 128 * MIB);
  }

  private Capacity capacity(long inFlight, long heap) throws IOException {
    return new Capacity(inFlight, heap, Duration.ZERO, Incoming.in(directory.resolve("incoming")));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        4096,
        4097,
        PIECE,
        65_537,
        MailSack.IN_MEMORY - 1,
        MailSack.IN_MEMORY,
        MailSack.IN_MEMORY + 1,
        10 * MIB
      })
  void givesBackWhatItWasGiven(int size) throws IOException {
    var body = new byte[size];
    new Random(size).nextBytes(body);
    try (var sack = capacity.sack()) {
      for (int at = 0; at < size; at += PIECE) {
        assertTrue(sack.add(body, at, Math.min(PIECE, size - at)));
      }
      assertEquals(size, sack.size());
      assertEquals(size > MailSack.IN_MEMORY, sack.isOnDisk());
      assertArrayEquals(body, sack.bytes());
    }
    assertNothingIsReserved();
  }

  @Test
  void goesToTheDiskBeyondWhatOneMailMayHaveOfMemory() {
    try (var sack = capacity.sack()) {
      assertTrue(sack.add(new byte[MailSack.IN_MEMORY], 0, MailSack.IN_MEMORY));
      assertFalse(sack.isOnDisk());
      assertTrue(sack.add(new byte[1], 0, 1));
      assertTrue(sack.isOnDisk());
      assertEquals(0, capacity.memory().reserved());
    }
  }

  @Test
  void goesToTheDiskBeyondWhatAllMayHaveOfMemory() throws IOException {
    var narrow = capacity(16 * MIB, 8 * 4096); // of which an eighth
    var body = "Your code is 482913".repeat(250).getBytes(UTF_8);
    try (var first = narrow.sack();
        var second = narrow.sack()) {
      assertTrue(first.add(body, 0, 4096));
      assertFalse(first.isOnDisk());
      assertTrue(second.add(body, 0, 4096));
      assertTrue(second.isOnDisk());
      assertTrue(first.add(body, 4096, 1));
      assertTrue(first.isOnDisk());
      assertArrayEquals(Arrays.copyOf(body, 4097), first.bytes());
    }
  }

  @Test
  void takesAllThereIsRoomForAndNotOneByteMore() throws IOException {
    var small = capacity(100_000, 128 * MIB);
    try (var first = small.sack()) {
      assertTrue(first.add(new byte[40_000], 0, 40_000));
    }
    try (var second = small.sack()) {
      assertTrue(second.add(new byte[100_000], 0, 100_000));
      assertFalse(second.add(new byte[1], 0, 1));
      assertEquals(0, small.inFlight().reserved(), "what cannot be kept whole takes no room");
      assertFalse(second.add(new byte[1], 0, 1), "nor does its rest");
      assertThrows(IllegalStateException.class, second::bytes);
    }
  }

  @Test
  void isReadOnceOnly() throws IOException {
    try (var sack = capacity.sack()) {
      assertTrue(sack.add(new byte[10], 0, 10));
      assertEquals(10, sack.bytes().length);
      assertThrows(IllegalStateException.class, sack::bytes);
    }
  }

  @Test
  void leavesNoNameOnTheDiskAndNothingForOthers() throws IOException {
    try (var sack = capacity.sack()) {
      assertTrue(sack.add(new byte[MIB], 0, MIB));
      assertTrue(sack.isOnDisk());
      assertEquals(List.of(), files());
    }
    assertEquals(
        PosixFilePermissions.fromString("rwx------"),
        Files.getPosixFilePermissions(directory.resolve("incoming")));
  }

  @Test
  void deletesAtTheStartWhatAKillLeft() throws IOException {
    Files.write(directory.resolve("incoming/7.body"), new byte[10]);
    capacity(MIB, MIB);
    assertEquals(List.of(), files());
  }

  @Test
  void hasNoRoomWhenTheDirectoryIsGone() throws IOException {
    Files.delete(directory.resolve("incoming"));
    try (var sack = capacity.sack()) {
      assertFalse(sack.add(new byte[MIB], 0, MIB));
    }
    assertNothingIsReserved();
  }

  @Test
  void hasNoRoomOnADiskThatIsFullAndHasItAgainWhenThereIs() throws Exception {
    var disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "otpost", disk.toString()),
        "a tmpfs can be mounted by root only");
    try {
      var full =
          new Capacity(16 * MIB, 128 * MIB, Duration.ZERO, Incoming.in(disk.resolve("incoming")));
      try (var first = full.sack();
          var second = full.sack()) {
        assertTrue(first.add(new byte[MIB / 2], 0, MIB / 2));
        assertFalse(second.add(new byte[MIB], 0, MIB));
      }
      try (var third = full.sack()) {
        assertTrue(third.add(new byte[MIB / 2], 0, MIB / 2));
        assertEquals(MIB / 2, third.bytes().length);
      }
      assertEquals(0, full.inFlight().reserved());
      assertEquals(0, full.memory().reserved());
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void twoHundredAtOnceHaveNoMoreThanThereIsAndGiveAllOfItBack() throws Exception {
    long room = 8 * MIB;
    var narrow = capacity(room, 8 * MIB);
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var most =
          clients.invokeAll(
              IntStream.range(0, 200)
                  .<Callable<Long>>mapToObj(number -> () -> pour(narrow, number))
                  .toList());
      long refused = 0;
      for (var one : most) {
        assertTrue(one.get() <= room);
        refused += one.get() < 0 ? 1 : 0;
      }
      assertTrue(refused < 200, "somebody had room");
    }
    assertEquals(0, narrow.inFlight().reserved());
    assertEquals(0, narrow.memory().reserved());
  }

  /** The most that was seen reserved meanwhile; -1 if there was no room. */
  private static long pour(Capacity capacity, int number) throws IOException {
    long most = 0;
    var body = new byte[MIB];
    new Random(number).nextBytes(body);
    try (var sack = capacity.sack()) {
      for (int at = 0; at < body.length; at += PIECE) {
        if (!sack.add(body, at, PIECE)) {
          return -1;
        }
        most = Math.max(most, capacity.inFlight().reserved());
        assertTrue(capacity.memory().reserved() <= MIB);
      }
      assertArrayEquals(body, sack.bytes());
    }
    return most;
  }

  private void assertNothingIsReserved() {
    assertEquals(0, capacity.inFlight().reserved());
    assertEquals(0, capacity.memory().reserved());
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    try (var all = Files.newDirectoryStream(directory.resolve("incoming"))) {
      all.forEach(files::add);
    }
    return files;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
