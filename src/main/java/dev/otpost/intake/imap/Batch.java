package dev.otpost.intake.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Mails that are asked for together. */
final class Batch {

  /** The most mails that are asked for in one command. */
  static final int SIZE = 50;

  private Batch() {}

  /** In their order, {@link #SIZE} at a time. */
  static List<List<Long>> of(List<Long> uids) {
    return of(uids, SIZE);
  }

  /** In their order, so many at a time. */
  static List<List<Long>> of(List<Long> uids, int size) {
    var batches = new ArrayList<List<Long>>();
    for (int start = 0; start < uids.size(); start += size) {
      batches.add(uids.subList(start, Math.min(start + size, uids.size())));
    }
    return batches;
  }

  /** As a command names them (RFC 3501 9, sequence-set). */
  static String set(List<Long> uids) {
    return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
