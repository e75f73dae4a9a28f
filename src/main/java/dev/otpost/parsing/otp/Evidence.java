package dev.otpost.parsing.otp;

import java.util.ArrayList;
import java.util.List;

/**
 * What speaks for something and against it, in points, with the reasons that an operator should
 * read. A mail is judged by all of it together: hardly any sign is there in every mail with a code,
 * and hardly any is in no other mail. Not thread-safe.
 */
final class Evidence {

  private int points;
  private final List<String> reasons = new ArrayList<>();

  /** Speaks for it, and is worth telling; {@code reason} holds nothing that the mail says. */
  void add(int more, String reason) {
    points += more;
    reasons.add(reason);
  }

  void add(int more) {
    points += more;
  }

  void take(int less) {
    points -= less;
  }

  int points() {
    return points;
  }

  String because() {
    return String.join(", ", reasons);
  }

  @Override
  public String toString() {
    return "Evidence[%d]".formatted(points);
  }
}
