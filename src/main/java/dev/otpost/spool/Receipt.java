package dev.otpost.spool;

import java.util.List;

/**
 * What became of a mail that was committed.
 *
 * @param ids of its entries, one for each decision and in their order; two decisions may share one
 * @param again whether every one of them was here before
 */
public record Receipt(List<Long> ids, boolean again) {

  public Receipt {
    ids = List.copyOf(ids);
  }
}
