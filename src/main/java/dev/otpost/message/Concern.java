package dev.otpost.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that asks for the operator, as it stands now.
 *
 * @param kind what it is
 * @param about which route, folder, file or the like; empty if there is only one
 * @param because what is known of it, in words without anything secret: no code, no text of a mail,
 *     no key, no URL with a secret in it
 * @param mark grows when there is something new of the same kind, such as one more mail that is
 *     held; 0 if it only stands or does not
 */
public record Concern(Kind kind, String about, String because, long mark) {

  /**
   * The header of a mail of otpost's own that tells of a concern. A mail with it is nothing for
   * Skyvern, wherever it is forwarded.
   */
  public static final String MAIL_HEADER = "X-Otpost-Alert";

  /** What a concern is about, with what the operator can do. */
  public enum Kind {
    /** It takes nothing until somebody acts (401, 403, 404, a redirect). */
    SKYVERN_BARRED(
        true,
        "Skyvern wants you to act",
        "put the API key or the base URL right, then send otpost SIGHUP or restart it; what waits"
            + " is posted as long as it is of use"),
    /** It has no credits left (402). */
    SKYVERN_UNPAID(true, "Skyvern has no credits left", "buy credits at Skyvern"),
    /** It has not answered for {@code alerts.silence}. */
    SKYVERN_SILENT(
        true,
        "Skyvern does not answer",
        "see whether it runs and can be reached from here; otpost goes on trying"),
    /** Mail that otpost cannot or must not post by itself. */
    DELIVERIES_HELD(
        false, true, "mail is held for you", "otpost queue list --state held; retry or drop it"),
    /** Skyvern said that it will never take it. */
    DELIVERIES_REFUSED(
        false,
        false,
        "Skyvern has refused a delivery",
        "otpost queue list --state refused; retry or drop it"),
    /** The life of a code ended before Skyvern took it. */
    DELIVERIES_EXPIRED(
        false,
        false,
        "a delivery came too late",
        "otpost queue list --state expired, and see why it took so long"),
    /** Gmail asks whether a mailbox may forward to the gateway. */
    GMAIL_CONFIRMATION(
        false,
        true,
        "Gmail asks whether it may forward mail to otpost",
        "otpost confirmations shows its link and code; otpost queue drop takes it off the list"),
    /** The server of a watched folder has not answered for minutes. */
    FOLDER_DEAF(true, "a mailbox is deaf", "see whether its server can be reached from here"),
    /** The server does not let otpost in. */
    FOLDER_REFUSED(
        true, "a mailbox refuses the login", "put its password or tokens right, then SIGHUP"),
    /** There is no such folder. */
    FOLDER_MISSING(
        true, "a mailbox has no such folder", "make it there, or take it out of folders"),
    /** Mail is there, but the spool cannot take it. */
    FOLDER_STALLED(
        true,
        "mail waits in a mailbox because the spool cannot take it",
        "see to the spool's disk"),
    /** Less than {@code alerts.disk-free} is left. */
    DISK_NEARLY_FULL(
        true,
        "the disk of the spool is nearly full",
        "make room; once it is full, mail is put off"),
    /** Nothing can be written, so no mail is taken in. */
    SPOOL_NOT_WRITABLE(
        true,
        "the spool cannot be written, and no mail is taken in",
        "see whether its disk is full, read-only or broken"),
    /** The certificate that mail servers are shown is about to expire, or cannot be read. */
    CERTIFICATE(true, false, "the certificate for mail servers", "renew it"),
    /** Nothing at all: the operator wants to see whether he hears of it. */
    TEST(false, false, "a test of the alerts", "nothing");

    private final boolean allClear;
    private final boolean reminder;
    private final String meaning;
    private final String asks;

    Kind(boolean allClear, String meaning, String asks) {
      this(allClear, allClear, meaning, asks);
    }

    Kind(boolean allClear, boolean reminder, String meaning, String asks) {
      this.allClear = allClear;
      this.reminder = reminder;
      this.meaning = meaning;
      this.asks = asks;
    }

    /**
     * Whether it is worth a word that it is over: so it is where somebody else ends it, not where
     * the operator himself has dealt with it.
     */
    public boolean hasAllClear() {
      return allClear;
    }

    /** Whether the operator is reminded as long as it stands; not of what only happened. */
    public boolean hasReminder() {
      return reminder;
    }

    /** In a few words, for people. */
    public String meaning() {
      return meaning;
    }

    /** What the operator should do, in the words of the command line. */
    public String asks() {
      return asks;
    }

    /** The one word for it in the log, the command line, the spool and alerts. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this word; empty if there is none, in this version of otpost at least. */
    public static Optional<Kind> of(String word) {
      return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  /** What makes it the same concern as one seen before. */
  public Topic topic() {
    return new Topic(kind, about);
  }

  /** In one line, for people. */
  public String words() {
    return kind.meaning() + (about.isEmpty() ? "" : " (" + about + ")") + ": " + because;
  }

  /** What a concern is about, whatever there is to be said of it now. */
  public record Topic(Kind kind, String about) {}
}
