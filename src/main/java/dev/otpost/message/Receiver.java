package dev.otpost.message;

/** Takes in mail from the listeners. */
@FunctionalInterface
public interface Receiver {

  /**
   * Returns when the mail is durable, or when it is clear that it will not be. Never throws on
   * account of the mail, whatever its bytes are. Safe for any number of threads.
   *
   * @param raw the mail as it came, header and body, dots unstuffed; not changed by anybody
   *     afterwards
   */
  Reply receive(Envelope envelope, byte[] raw);
}
