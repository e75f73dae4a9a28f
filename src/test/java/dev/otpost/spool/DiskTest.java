package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static dev.otpost.spool.Mails.mail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk that is full or read-only: a small tmpfs, which only root can mount. */
final class DiskTest {

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit sets the directory.
  DiskTest() {}

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "otpost", directory.toString()),
        "a tmpfs can be mounted by root only");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", directory.toString());
  }

  @Test
  void keepsNoMailButAllEarlierOnesWhenTheDiskIsFullAndGoesOnWhenThereIsRoom() throws IOException {
    var ballast = Files.write(directory.resolve("ballast"), new byte[450_000]);
    var settings =
        new SpoolSettings(directory.resolve("spool"), Duration.ofHours(1), Duration.ofDays(30));
    var kept = new ArrayList<Long>();
    try (var spool = Spool.open(settings, CLOCK)) {
      assertThrows(
          StorageFullException.class,
          () -> {
            for (int i = 0; i < 1_000; i++) {
              kept.add(take(spool, i));
            }
          });
      assertTrue(kept.size() > 5, "some were kept before");
      assertFalse(spool.isWritable() && kept.size() == 1_000);
      assertEquals(kept, ids(spool), "all that were kept before, and nothing else");
      Files.delete(ballast);
      kept.add(take(spool, 2_000));
      assertEquals(kept, ids(spool));
    }
    try (var spool = Spool.open(settings, CLOCK)) {
      assertEquals(kept, ids(spool));
    }
  }

  @Test
  void saysWhatToDoWhenTheDiskIsReadOnlyFromTheStart() throws IOException, InterruptedException {
    assertTrue(run("mount", "-o", "remount,ro", directory.toString()));
    var settings =
        new SpoolSettings(directory.resolve("spool"), Duration.ofHours(1), Duration.ofDays(30));
    var failure = assertThrows(SpoolUnusableException.class, () -> Spool.open(settings, CLOCK));
    assertTrue(String.valueOf(failure.getMessage()).contains("spool.path"));
  }

  private static long take(Spool spool, int number) throws IOException {
    var mail = mail(number + "@x", "text ".repeat(1_000));
    return spool
        .commit(
            mail.envelope(), mail.raw(), mail.letter(), List.of(mail.deliver("john@example.com")))
        .ids()
        .getFirst();
  }

  private static List<Long> ids(Spool spool) throws IOException {
    return spool.pending().stream().map(Pending::id).sorted().toList();
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
