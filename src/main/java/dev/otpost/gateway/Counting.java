package dev.otpost.gateway;

import dev.otpost.config.Settings;
import dev.otpost.message.State;
import dev.otpost.spool.Pending;
import dev.otpost.spool.Spool;
import dev.otpost.web.metrics.Tally;
import java.time.Duration;
import java.time.InstantSource;

/** Has what happens in the rooms counted. The rooms do not know what for. */
final class Counting {

  private Counting() {}

  /** Everything that has happened so far: nothing. */
  static Tally begin(Settings settings) {
    return new Tally(settings.delivery().routes().keySet());
  }

  static dev.otpost.delivery.Onlooker deliveries(Tally tally, InstantSource clock) {
    return new dev.otpost.delivery.Onlooker() {
      @Override
      public void attempted(Attempt it) {
        if (it.isFirst()) {
          it.hops()
              .durable()
              .map(since -> Duration.between(since, it.begun()))
              .ifPresent(tally::posted);
        }
        tally.attempted(it.route(), it.outcome(), it.took(), it.age(), clock.instant());
      }

      @Override
      public void ended(State state) {
        tally.ended(state);
      }
    };
  }

  static Spool.Listener runs(Tally tally) {
    return new Spool.Listener() {
      @Override
      public void arrived(Pending pending) {
        // The gateway has it counted.
      }

      @Override
      public void changed() {
        // By the operator, who knows.
      }

      @Override
      public void served(long id) {
        tally.served();
      }
    };
  }

  static dev.otpost.intake.smtp.Onlooker smtp(Tally tally) {
    return new dev.otpost.intake.smtp.Onlooker() {
      @Override
      public void connected() {
        tally.connected();
      }

      @Override
      public void accepted(boolean encrypted) {
        tally.accepted(encrypted);
      }

      @Override
      public void turnedAway(String event, String reason) {
        tally.turnedAway(event, reason);
      }
    };
  }
}
