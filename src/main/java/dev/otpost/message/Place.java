package dev.otpost.message;

/**
 * Where a mail lies in a watched folder; as a bookmark, up to where a folder has been looked
 * through.
 *
 * @param folder in which it lies
 * @param uidValidity of the folder: with another one, UIDs mean other mails (RFC 3501 2.3.1.1)
 * @param uid of the mail, from 1 on; as a bookmark 0 if nothing has been looked at
 */
public record Place(Folder folder, long uidValidity, long uid) {

  /** Another one in the same folder. */
  public Place at(long otherUid) {
    return new Place(folder, uidValidity, otherUid);
  }

  @Override
  public String toString() {
    return "UID %d (UIDVALIDITY %d) in %s".formatted(uid, uidValidity, folder);
  }
}
