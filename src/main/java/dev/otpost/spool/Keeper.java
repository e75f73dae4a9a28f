package dev.otpost.spool;

import dev.otpost.message.Decision;
import dev.otpost.message.Dkim;
import dev.otpost.message.Envelope;
import dev.otpost.message.Letter;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.util.List;

/** Keeps mail: the daemon's {@link Spool}, or the {@link SideDoor} beside it. */
public interface Keeper {

  /**
   * Makes a mail and what was decided about it durable.
   *
   * @param raw not changed by anybody afterwards
   * @param dkim what its signature came to
   * @param decisions one for each recipient, at least one
   * @throws StorageFullException if there is no room
   * @throws IOException if it cannot be kept for another reason
   */
  Receipt commit(Envelope envelope, byte[] raw, Letter letter, Dkim dkim, List<Decision> decisions)
      throws IOException;

  /**
   * Whether a voucher was made for this spool and this code, a few minutes ago at most, and no mail
   * with it is here.
   *
   * @throws IOException if that cannot be found out
   */
  boolean honours(Voucher voucher, String code) throws IOException;
}
