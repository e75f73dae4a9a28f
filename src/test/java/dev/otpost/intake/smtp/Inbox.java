package dev.otpost.intake.smtp;

import dev.otpost.message.Envelope;
import dev.otpost.message.Receiver;
import dev.otpost.message.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A receiver with a script; without one it accepts everything, with ids from 42 on. */
final class Inbox implements Receiver {

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Mail(Envelope envelope, byte[] raw) {

    String text() {
      return new String(raw, StandardCharsets.UTF_8);
    }
  }

  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private final Queue<Supplier<Reply>> script = new ArrayDeque<>();

  /** The next mail without a scripted answer gets this one. */
  Inbox then(Supplier<Reply> answer) {
    script.add(answer);
    return this;
  }

  @Override
  public Reply receive(Envelope envelope, byte[] raw) {
    Supplier<Reply> answer;
    synchronized (script) {
      answer = script.poll();
    }
    var reply = answer == null ? new Reply.Accepted(List.of(42L + mails.size())) : answer.get();
    if (reply instanceof Reply.Accepted) {
      mails.add(new Mail(envelope, raw));
    }
    return reply;
  }

  List<Mail> mails() {
    return mails;
  }

  /** The one mail that was accepted. */
  Mail mail() {
    if (mails.size() != 1) {
      throw new AssertionError(mails.size() + " mails instead of one");
    }
    return mails.getFirst();
  }
}
