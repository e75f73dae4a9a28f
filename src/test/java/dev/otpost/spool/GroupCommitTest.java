package dev.otpost.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {

  @TempDir private Path directory;
  private GroupCommit writer;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  GroupCommitTest() {}

  @BeforeEach
  void open() throws IOException {
    var database = new Database(directory, InstantSource.system());
    database.make();
    writer = new GroupCommit(database.open(), database, () -> {});
    writer.commit(sql -> sql.update("create table thing (number integer unique)"));
  }

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void goesOnAfterAWorkThatEndsInAnError() throws IOException {
    assertThrows(
        StackOverflowError.class,
        () ->
            writer.commit(
                _ -> {
                  throw new StackOverflowError();
                }));
    int added = writer.commit(sql -> sql.update("insert into thing values (1)"));
    assertEquals(1, added);
  }

  @Test
  void tellsOnlyTheCulpritWhenOneOfAGroupFails() throws Exception {
    var blocked = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // While the writer is kept busy, the others gather into one group.
      var first =
          threads.submit(
              () ->
                  writer.between(
                      sql -> {
                        awaitQuietly(blocked);
                        return true;
                      }));
      var works =
          IntStream.range(0, 20)
              .<Future<Integer>>mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              writer.commit(
                                  sql -> {
                                    if (i == 7) {
                                      throw new IllegalStateException("the culprit");
                                    }
                                    return sql.update("insert into thing values (?)", i);
                                  })))
              .toList();
      blocked.countDown();
      int failed = 0;
      for (var work : works) {
        try {
          assertEquals(1, work.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertTrue(e.getCause() instanceof IllegalStateException);
          failed++;
        }
      }
      assertEquals(1, failed);
      assertTrue(first.get());
    }
    assertEquals(19, count());
  }

  @Test
  void leavesNothingOfAWorkThatFails() throws IOException {
    assertThrows(
        IOException.class,
        () ->
            writer.commit(
                sql -> {
                  sql.update("insert into thing values (1)");
                  return sql.update("insert into nothing values (1)");
                }));
    assertEquals(0, count());
    writer.commit(sql -> sql.update("insert into thing values (2)"));
    assertEquals(1, count());
  }

  @Test
  void finishesWhatWasHandedInBeforeItIsClosedAndTakesNothingAfterwards() throws Exception {
    var done = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        int number = i;
        threads.execute(
            () -> {
              try {
                writer.commit(sql -> sql.update("insert into thing values (?)", number));
                done.incrementAndGet();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      }
    }
    writer.close();
    assertEquals(50, done.get());
    assertThrows(IOException.class, () -> writer.commit(sql -> 1));
  }

  @Test
  void tellsOfAChangeThatOthersMadeBeforeItsFirstWork() throws Exception {
    var told = new CountDownLatch(1);
    var database = new Database(directory, InstantSource.system());
    var watching = new GroupCommit(database.open(), database, told::countDown);
    try {
      writer.commit(sql -> sql.update("insert into thing values (1)"));
      watching.between(sql -> true);
      assertTrue(told.await(20, TimeUnit.SECONDS));
    } finally {
      watching.close();
    }
  }

  private int count() throws IOException {
    return writer.commit(
        sql -> sql.one("select count(*) from thing", row -> row.getInt(1)).orElseThrow());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
