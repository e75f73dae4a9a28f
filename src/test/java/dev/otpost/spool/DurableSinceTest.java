package dev.otpost.spool;

import static dev.otpost.spool.Mails.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DurableSinceTest {

  private final DurableSince durable = new DurableSince();

  @Test
  void remembersUntilItIsToldToForget() {
    durable.remember(1, NOW);
    durable.remember(2, NOW);
    durable.remember(3, NOW);
    assertEquals(Optional.of(NOW), durable.of(1));
    durable.forget(1);
    durable.forgetAll(List.of(3L, 4L));
    assertEquals(Optional.empty(), durable.of(1));
    assertEquals(List.of(2L), List.copyOf(durable.entries()));
  }

  @Test
  void takesNoMoreThanItHasRoomFor() {
    for (long entry = 1; entry <= DurableSince.MOST + 1; entry++) {
      durable.remember(entry, NOW);
    }
    assertEquals(Optional.of(NOW), durable.of(DurableSince.MOST));
    assertEquals(Optional.empty(), durable.of(DurableSince.MOST + 1));
    durable.forget(1);
    durable.remember(DurableSince.MOST + 1, NOW);
    assertEquals(Optional.of(NOW), durable.of(DurableSince.MOST + 1));
  }
}
