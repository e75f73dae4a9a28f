package dev.otpost.routing;

import java.util.regex.Pattern;

/**
 * What mail programs put in front of the subject of a mail that is forwarded: some word with a
 * colon, in whatever language: {@code Fwd:}, {@code WG:}, {@code 转发：}. Others put one there too.
 */
final class ForwardMark {

  private static final Pattern MARK = Pattern.compile("^\\s*\\p{L}[\\p{L} .]{0,14}[:：]");

  /** As often as somebody may forward what was forwarded to him. */
  private static final int MOST = 6;

  private ForwardMark() {}

  /** Whether this subject bears one. */
  static boolean of(String subject) {
    return MARK.matcher(subject).find();
  }

  /** The subject behind all of them. */
  static String without(String subject) {
    var rest = subject;
    for (int i = 0; i < MOST && of(rest); i++) {
      rest = MARK.matcher(rest).replaceFirst("");
    }
    return rest.strip();
  }
}
