package dev.otpost.intake.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.intake.smtp.SmtpSettings.Limits;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Crowd;
import dev.otpost.intake.smtp.SmtpSettings.Limits.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is let in when many come. */
@Timeout(30)
@Isolated("it measures times")
class LobbyTest {

  private static final int PLACES = 20;

  private final List<Dialogue> clients = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (var client : clients) {
      client.close();
    }
  }

  @Test
  void aCrowdThatSaysNothingKeepsNobodyOut() throws IOException {
    try (var office = office(new Crowd(PLACES, PLACES, 10_000))) {
      for (int i = 0; i < PLACES; i++) {
        clients.add(office.call());
      }
      try (var client = office.callUntilAnswered()) {
        client.say("EHLO client.example", "250");
      }
      assertEquals("421 4.3.2", clients.getFirst().hear("421").substring(0, 9));
    }
  }

  @Test
  void aCrowdThatKeepsComingKeepsNobodyOut() throws IOException {
    try (var office = office(new Crowd(PLACES, PLACES, 10_000))) {
      for (int i = 0; i < 3 * PLACES; i++) {
        clients.add(Dialogue.unheard(office.listener.port()));
      }
      // Two thirds of them wait for a place as well, and have been there before.
      try (var client = office.call()) {
        client.say("EHLO client.example", "250");
      }
    }
  }

  @Test
  void aCrowdThatTricklesCommandsKeepsNobodyOut() throws IOException {
    try (var office = office(new Crowd(1, 1, 10_000));
        var trickles = office.call()) {
      var calls = Thread.ofVirtual().unstarted(() -> office.answersSomebody());
      calls.start();
      while (trickles.hearsNothingFor(50)) {
        trickles.send("x");
      }
      trickles.hear("421 4.3.2");
    }
  }

  @Test
  void aCrowdThatTricklesMailsKeepsNobodyOut() throws IOException {
    try (var office = office(new Crowd(1, 1, 10_000));
        var trickles = office.sending()) {
      Thread.ofVirtual().start(() -> office.answersSomebody());
      while (trickles.hearsNothingFor(50)) {
        trickles.send("x");
      }
      trickles.hear("421 4.3.2");
      assertTrue(office.inbox.mails().isEmpty());
    }
  }

  @Test
  void aCrowdThatSaysNoopKeepsNobodyOut() throws IOException {
    var limits = PostOffice.LIMITS;
    var patience = new Patience(10, 4, 4, 2, Integer.MAX_VALUE);
    try (var office =
            new PostOffice(
                new Limits(new Crowd(1, 1, 10_000), patience, limits.sizes(), limits.times()));
        var busy = office.addressed()) {
      Thread.ofVirtual().start(() -> office.answersSomebody());
      String told;
      do {
        told = busy.say("RCPT TO:<otp@gw.example.com>", "");
      } while (told.startsWith("250"));
      assertTrue(told.startsWith("421 4.3.2"), told);
    }
  }

  @Test
  void whoTakesNoRepliesGivesUpHisPlaceAndIsCut() throws IOException {
    var limits = PostOffice.LIMITS;
    var patience = new Patience(10, 4, 4, 2, Integer.MAX_VALUE);
    try (var office =
            new PostOffice(
                new Limits(new Crowd(1, 1, 10_000), patience, limits.sizes(), limits.times()));
        var deaf = new Dialogue(office.listener.port(), 1024)) {
      var cut =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        deaf.send("RSET\r\n".repeat(10_000));
                      }
                    } catch (IOException e) {
                      // As it should be.
                    }
                  });
      office.callUntilAnswered().close();
      assertTrue(cut.join(Duration.ofSeconds(20)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoComesTooOftenTakesNobodysPlace() throws IOException {
    try (var office = office(new Crowd(2, 2, 1));
        var first = Dialogue.from("127.0.0.2", office.listener.port())) {
      first.hear("220");
      clients.add(office.call());
      long end = System.nanoTime() + Lobby.IDLE.multipliedBy(2).toNanos();
      while (System.nanoTime() < end) {
        try (var refused = new Dialogue(office.listener.port())) {
          refused.hear("421 4.7.0");
        }
      }
      first.say("NOOP", "250");
    }
  }

  @Test
  void whoGetsOnWithHisMailIsNotSentAwayAndTheNextOneIs() throws Exception {
    try (var office = office(new Crowd(PLACES, 1, 10_000));
        var sends = office.sending()) {
      var over = new CountDownLatch(1);
      var sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  while (!over.await(50, TimeUnit.MILLISECONDS)) {
                    sends.send("x".repeat(Waiting.PIECE) + "\r\n");
                  }
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              task -> Thread.ofVirtual().start(task));
      try (var refused = new Dialogue(office.listener.port())) {
        refused.hear("421 4.7.0");
        refused.hearHangUp();
      }
      over.countDown();
      sending.join();
      sends.say(".", "250");
    }
  }

  @Test
  void aSourceThatHasAllItsPlacesDoesNotTakeThoseOfOthers() throws IOException {
    try (var office = office(new Crowd(3, 2, 10_000));
        var other = Dialogue.from("127.0.0.2", office.listener.port())) {
      other.hear("220");
      clients.add(office.call());
      clients.add(office.call());
      // The first of its own makes room, though that of the other has been idle for longer.
      office.call().close();
      clients.getFirst().hear("421 4.3.2");
      clients.getFirst().hearHangUp();
      other.say("NOOP", "250");
    }
  }

  @Test
  void whoHasNamedARecipientOfOursIsTheLastToBeSentAway() throws IOException {
    try (var office = office(new Crowd(2, 2, 10_000));
        var honest = office.addressed();
        var silent = office.call()) {
      office.call().close();
      silent.hear("421 4.3.2");
      honest.say("DATA", "354");
    }
  }

  @Test
  void whoHasForgottenHisMailIsLikeAnybodyElse() throws IOException {
    try (var office = office(new Crowd(2, 2, 10_000));
        var forgets = office.addressed()) {
      forgets.say("RSET", "250");
      clients.add(office.call());
      office.call().close();
      forgets.hear("421 4.3.2");
      clients.getFirst().say("NOOP", "250");
    }
  }

  @Test
  void whoComesTooOftenIsTurnedAwayAndNobodyElse() throws IOException {
    try (var office = office(new Crowd(PLACES, PLACES, 3))) {
      for (int i = 0; i < 3; i++) {
        office.call().close();
      }
      try (var fourth = new Dialogue(office.listener.port())) {
        fourth.hear("421 4.7.0");
        fourth.hearHangUp();
      }
      try (var other = Dialogue.from("127.0.0.2", office.listener.port())) {
        other.hear("220");
      }
    }
  }

  private static PostOffice office(Crowd crowd) {
    var limits = PostOffice.LIMITS;
    return new PostOffice(new Limits(crowd, limits.patience(), limits.sizes(), limits.times()));
  }
}
