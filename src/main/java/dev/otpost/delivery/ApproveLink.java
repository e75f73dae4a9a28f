package dev.otpost.delivery;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A link that says yes to Gmail's question whether a mailbox may forward: the only URL out of a
 * mail that otpost ever opens, and so held to a rule that lets nothing else through: https, one of
 * two hosts of Google's at its usual port, no user, query or fragment, and a path that begins with
 * {@code /mail/vf-}. {@code /mail/uf-} says no, for good.
 */
record ApproveLink(HttpUrl url) {

  private static final Set<String> HOSTS = Set.of("mail-settings.google.com", "mail.google.com");

  /**
   * One segment behind {@code /mail/} or {@code /mail/u/0/}. A dot, slash, backslash or percent
   * sign behind a percent sign might be read as a path by somebody, and so might a control
   * character as anything.
   */
  private static final Pattern PATH =
      Pattern.compile(
          "/mail/(?:u/\\d{1,2}/)?vf-"
              + "(?:[A-Za-z0-9\\[\\]_.~=:,-]|%(?!25|2[EeFf]|5[Cc]|7[Ff])[2-7][0-9A-Fa-f]){1,1000}");

  /** The link, if it is one, byte for byte as it stands in the mail. */
  static Optional<ApproveLink> of(String link) {
    return Optional.ofNullable(HttpUrl.parse(link))
        .filter(HttpUrl::isHttps)
        .filter(url -> HOSTS.contains(url.host()))
        .filter(url -> PATH.matcher(url.encodedPath()).matches())
        // What HttpUrl read in any other way than it is written is not what Google wrote: that
        // also leaves no port, user, query or fragment.
        .filter(url -> url.toString().equals(link))
        .filter(url -> link.equals("https://" + url.host() + url.encodedPath()))
        .map(ApproveLink::new);
  }

  /** The host only: the rest is as good as the mailbox's consent. */
  @Override
  public String toString() {
    return "ApproveLink[" + url.host() + "]";
  }
}
