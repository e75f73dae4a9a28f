package dev.otpost.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.message.Identifier;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MintTest {

  private static final Instant MADE = Instant.parse("2026-11-22T10:00:00Z");
  private static final Identifier TEST = new Identifier("otpost-doctor-x1@otpost.invalid");
  private static final String CODE = "482915";

  @TempDir private Path directory;
  private Instant now = MADE;
  private Spool spool;
  private Voucher voucher;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  MintTest() {}

  @BeforeEach
  void open() throws IOException {
    spool = Spool.open(settings("one"), () -> now);
    voucher = made("one");
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Test
  void whoeverReadsTheSpoolMakesAVoucherThatTheDaemonAndTheSideDoorHonour() throws IOException {
    assertTrue(spool.honours(voucher, CODE));
    try (var side = SideDoor.open(settings("one"), () -> now)) {
      assertTrue(side.honours(voucher, CODE));
    }
  }

  @Test
  void itIsWorthNothingWithAnotherCodeRouteTimeOrIdentifier() throws IOException {
    assertFalse(spool.honours(voucher, "482916"));
    assertFalse(spool.honours(with(TEST, "acme", MADE, voucher.seal()), CODE));
    assertFalse(spool.honours(with(TEST, "default", MADE.plusSeconds(1), voucher.seal()), CODE));
    var other = new Identifier("otpost-doctor-x2@otpost.invalid");
    assertFalse(spool.honours(with(other, "default", MADE, voucher.seal()), CODE));
    assertFalse(spool.honours(with(TEST, "default", MADE, ""), CODE));
  }

  @Test
  void thatOfAnotherSpoolIsWorthNothing() throws IOException {
    Spool.open(settings("other"), () -> now).close();
    assertFalse(spool.honours(made("other"), CODE));
  }

  @Test
  void itIsGoodForFiveMinutesAndNoMore() throws IOException {
    now = MADE.plus(Mint.VALID).minusMillis(1);
    assertTrue(spool.honours(voucher, CODE));
    now = MADE.plus(Mint.VALID);
    assertFalse(spool.honours(voucher, CODE));
  }

  @Test
  void aClockThatIsAMinuteBehindDoesNoHarmAndOneThatIsMoreBehindDoes() throws IOException {
    now = MADE.minus(Mint.TOLERANCE);
    assertTrue(spool.honours(voucher, CODE));
    now = MADE.minus(Mint.TOLERANCE).minusMillis(1);
    assertFalse(spool.honours(voucher, CODE));
  }

  private static Voucher with(Identifier identifier, String route, Instant at, String seal) {
    return new Voucher(identifier, route, at, seal);
  }

  private Voucher made(String name) throws IOException {
    try (var queue = Queue.open(settings(name), () -> now)) {
      var made = queue.voucher(TEST, "default", CODE);
      assertEquals(MADE, made.at());
      return made;
    }
  }

  private SpoolSettings settings(String name) {
    return new SpoolSettings(directory.resolve(name), Duration.ofHours(1), Duration.ofDays(30));
  }
}
