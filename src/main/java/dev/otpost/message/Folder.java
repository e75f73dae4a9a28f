package dev.otpost.message;

/**
 * A folder of a mailbox that is watched.
 *
 * @param account the name that the configuration gives the mailbox
 * @param name as a person writes it: {@code INBOX}, {@code [Gmail]/Spam}
 */
public record Folder(String account, String name) {

  @Override
  public String toString() {
    return name + " of " + account;
  }
}
