package dev.otpost.intake.smtp;

/**
 * Is told what happens at the listener. Called by many threads; must return at once and not throw.
 */
public interface Onlooker {

  /** Does not care. */
  Onlooker NOBODY =
      new Onlooker() {
        @Override
        public void connected() {}

        @Override
        public void accepted(boolean encrypted) {}

        @Override
        public void turnedAway(String event, String reason) {}
      };

  /** A client has connected, whether it may stay or not. */
  void connected();

  /** A mail was said yes to. */
  void accepted(boolean encrypted);

  /**
   * A client, or something of its, was turned away; or the session ended by more than QUIT.
   *
   * @param event what happened: the word that the log has for it
   * @param reason why, in a word of ours; there are a few for each event
   */
  void turnedAway(String event, String reason);
}
