package dev.otpost.delivery;

import dev.otpost.message.Delivery;
import dev.otpost.message.Outcome;
import java.util.Optional;

/** What an agent posts to. Safe for any number of threads. */
interface Destination {

  /** Makes one attempt, and says what it came to. */
  Outcome post(Delivery delivery);

  /**
   * Looks whether it has been stored there since {@link Delivery#doubtSince}, though nobody said
   * so. Empty if it has not, and if that cannot be told.
   */
  Optional<Outcome.Delivered> find(Delivery delivery);

  /**
   * Asks whether it is there and takes the key, without posting anything. False also if it cannot
   * be told.
   */
  boolean isWell();

  /** Ends the attempts under way; they get no answer. */
  void cancel();

  /**
   * Where entries go whose route is not in the configuration any more: nowhere. They wait, and the
   * operator is told, until the route is there again or their life ends; another Skyvern must not
   * get them.
   */
  record Nowhere() implements Destination {

    @Override
    public Outcome post(Delivery delivery) {
      return new Outcome.Barred(
          "route %s is not in the configuration: put it back and restart, or drop this"
              .formatted(delivery.lane().route()));
    }

    @Override
    public Optional<Outcome.Delivered> find(Delivery delivery) {
      return Optional.empty();
    }

    @Override
    public boolean isWell() {
      return false;
    }

    @Override
    public void cancel() {}
  }
}
