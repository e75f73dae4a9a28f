package dev.otpost.web.http.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE); // It may overflow.
  private final Sessions sessions = new Sessions(now::get);

  @Test
  void endsWhenNobodyAsksForTwelveHours() {
    var id = sessions.begin();

    now.addAndGet(Sessions.IDLE.toNanos() - 1);
    assertTrue(sessions.isOpen(id));
    now.addAndGet(Sessions.IDLE.toNanos() - 1);
    assertTrue(sessions.isOpen(id));
    now.addAndGet(Sessions.IDLE.toNanos());
    assertFalse(sessions.isOpen(id));
  }

  @Test
  void endsAfterAWeekInAnyCase() {
    var id = sessions.begin();
    long step = Sessions.IDLE.toNanos() / 2;
    for (long gone = step; gone < Sessions.LONGEST.toNanos(); gone += step) {
      now.addAndGet(step);
      assertTrue(sessions.isOpen(id));
    }

    now.addAndGet(step);
    assertFalse(sessions.isOpen(id));
  }

  @Test
  void theNextBeyondTheMostTakesThePlaceOfTheOneThatWasNotUsedForTheLongestTime() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < Sessions.MOST; i++) {
      ids.add(sessions.begin());
      now.incrementAndGet();
    }
    assertTrue(sessions.isOpen(ids.getFirst()));

    ids.add(sessions.begin());

    assertTrue(sessions.isOpen(ids.getFirst()));
    assertFalse(sessions.isOpen(ids.get(1)));
    assertTrue(sessions.isOpen(ids.getLast()));
  }

  @Test
  void givesEachAnIdAndATokenOfItsOwn() {
    var all = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      var id = Sessions.newId();
      all.add(id);
      all.add(sessions.csrf(id));
      assertTrue(Sessions.isId(id));
      assertTrue(sessions.isCsrf(id, sessions.csrf(id)));
      assertFalse(new Sessions().isCsrf(id, sessions.csrf(id)));
      assertFalse(sessions.isOpen(id));
    }
    assertEquals(200, all.size());
  }

  @Test
  void readsItsCookieAmongOthers() {
    var id = Sessions.newId();
    assertEquals(
        Optional.of(id), Cookie.id(List.of("a=b", "x=" + id + "; otpost=" + id + ";c=d"), false));
    assertEquals(Optional.empty(), Cookie.id(List.of("otpost=" + id), true));
    assertEquals(Optional.of(id), Cookie.id(List.of("__Host-otpost=" + id), true));
    assertEquals(Optional.empty(), Cookie.id(List.of("otpost=" + id + "x"), false));
  }
}
