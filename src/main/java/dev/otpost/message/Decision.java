package dev.otpost.message;

import java.util.Optional;

/** What is to be done with a mail for one of its recipients, and why. */
public sealed interface Decision {

  /** The recipient at this gateway for which it was decided. */
  Address recipient();

  /** The reason in words that an operator understands, without anything secret. */
  String because();

  /**
   * The same for a mail that must not go on by itself: it waits for the operator. Gmail's question
   * does so in any case.
   *
   * @param why it must not, likewise
   */
  default Decision held(String why) {
    return switch (this) {
      case Deliver deliver -> new Hold(deliver.recipient(), why, Optional.of(deliver));
      case Hold hold -> new Hold(hold.recipient(), why, hold.wouldBe());
      case Ignore ignore -> new Hold(ignore.recipient(), why, Optional.empty());
      case Confirm confirm -> confirm;
    };
  }

  /**
   * It goes to Skyvern.
   *
   * @param lane whose code it is, and by which route it goes
   * @param otp what was recognised in it
   * @param content what is posted; never empty, at most {@link Letter#MAX_CONTENT} characters
   * @param life from when to when it is worth posting
   * @param written by which it is told whether it is older than another one; empty if that cannot
   *     be told
   */
  record Deliver(
      Address recipient,
      String because,
      Lane lane,
      Otp otp,
      String content,
      Life life,
      Optional<Written> written)
      implements Decision {

    public Deliver {
      if (content.isEmpty()) {
        throw new IllegalArgumentException("nothing to deliver");
      }
    }

    @Override
    public String toString() {
      return "Deliver[%s, %d characters, because %s]"
          .formatted(lane.identifier(), content.length(), because);
    }
  }

  /**
   * It is kept until the operator looks: otpost cannot, or must not, post it by itself.
   *
   * @param wouldBe what would have been done with it, and is if the operator wants it; empty if
   *     there is nothing to post
   */
  record Hold(Address recipient, String because, Optional<Deliver> wouldBe) implements Decision {}

  /**
   * Gmail asks whether a mailbox may forward to this gateway. Never posted; the operator is shown
   * it at once.
   *
   * @param mailbox that wants to forward; empty if the mail does not say
   * @param code to be typed into Gmail's settings; empty if the mail has none
   * @param link that approves it; empty if the mail has none
   */
  record Confirm(
      Address recipient,
      String because,
      Optional<Address> mailbox,
      Optional<String> code,
      Optional<String> link)
      implements Decision {

    @Override
    public String toString() {
      return "Confirm[because %s]".formatted(because);
    }
  }

  /** It is nothing for Skyvern, and nothing to act on: a bounce, an automatic reply. */
  record Ignore(Address recipient, String because) implements Decision {}
}
