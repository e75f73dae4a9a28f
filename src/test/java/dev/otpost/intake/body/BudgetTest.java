package dev.otpost.intake.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BudgetTest {

  private final Budget budget = new Budget(100);

  @Test
  void givesAllItHasAndNotOneByteMore() {
    assertTrue(budget.reserve(60));
    assertFalse(budget.reserve(41));
    assertTrue(budget.reserve(40));
    assertFalse(budget.reserve(1));
    assertEquals(100, budget.reserved());
  }

  @Test
  void givesAgainWhatWasGivenBack() {
    assertTrue(budget.reserve(100));
    budget.release(30);
    assertFalse(budget.reserve(31));
    assertTrue(budget.reserve(30));
  }

  @Test
  void takesNotMoreBackThanItGave() {
    assertTrue(budget.reserve(10));
    assertThrows(IllegalStateException.class, () -> budget.release(11));
    assertEquals(10, budget.reserved());
    budget.release(10);
    assertEquals(0, budget.reserved());
  }
}
