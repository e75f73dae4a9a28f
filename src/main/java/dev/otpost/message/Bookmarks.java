package dev.otpost.message;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of watched folders, above all up to where each has been looked through. A mail
 * that {@link Receiver} accepts with a {@link Stored} moves the bookmark of its folder in the same
 * transaction that makes the mail durable; all others move it here.
 *
 * <p>Safe for any number of threads. Every call is durable when it returns, and has changed nothing
 * if it throws.
 */
public interface Bookmarks {

  /** Up to where a folder has been looked through; empty if it was never watched. */
  Optional<Place> bookmark(Folder folder) throws IOException;

  /**
   * From now on what lies beyond {@code place} is new: the folder is watched for the first time, or
   * has another UIDVALIDITY. Errands of an earlier UIDVALIDITY are forgotten.
   */
  void begin(Place place) throws IOException;

  /**
   * These mails were looked at and are not kept. Of each nothing remains but where it lay, when
   * that was and {@code because}. The bookmark moves behind the last of them, never back.
   *
   * @param places of one folder and UIDVALIDITY
   */
  void pass(List<Place> places, String because) throws IOException;

  /** What is left to be done in a folder, the oldest first. */
  List<Errand> errands(Folder folder) throws IOException;

  /** It is done, or not to be done any more. */
  void done(Errand errand) throws IOException;

  /** It was tried and could not be done; it comes up again, with one try more. */
  void failed(Errand errand) throws IOException;

  /** How the watch over a folder stands now. */
  void report(Watch watch) throws IOException;
}
