package dev.otpost.message;

import java.util.Optional;

/** Takes in mail from the listeners and from mailboxes. */
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

  /**
   * Keeps a mail for the operator, whatever the rules say: whoever hands it in cannot hand it in
   * properly, and must not hold up the next one on account of it. Otherwise like {@link #receive}.
   *
   * @param raw as much of it as there is; may be empty
   * @param because why, in words that an operator understands
   */
  default Reply hold(Envelope envelope, byte[] raw, String because) {
    return receive(envelope, raw);
  }

  /**
   * Why a mail is not wanted, as far as its header tells: so that its body need not be fetched.
   * Nothing is kept. Safe for any number of threads, and never throws on account of the mail.
   *
   * @param header the mail up to and with the empty line
   * @return in words that an operator understands; empty if the whole mail must be looked at
   */
  default Optional<String> objection(Envelope envelope, byte[] header) {
    return Optional.empty();
  }
}
