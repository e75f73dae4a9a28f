package dev.otpost.doctor;

import dev.otpost.message.Address;
import dev.otpost.message.Identifier;
import dev.otpost.message.Reply;
import dev.otpost.message.Sighting;
import dev.otpost.message.Voucher;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What others know of the otpost that is looked at, whether it is this process or another. */
public interface Patient {

  /** In words, where the configuration came from; it has been read. */
  String configuration();

  /** Since when the daemon runs; empty if it does not. */
  Optional<Instant> runningSince() throws IOException;

  /** How mail gets in. */
  Way way();

  /** Whether deliveries of this route are posted; else Skyvern fetches them. */
  boolean posts(String route);

  /** The base URL of this route's Skyvern, for people. */
  String skyvern(String route);

  /** For a test mail that is sent in the next minutes. */
  Voucher voucher(Identifier identifier, String route, String code) throws IOException;

  /** Hands a mail in without the listener. */
  Reply handIn(Address recipient, byte[] mail) throws IOException;

  /**
   * What the spool has for an identifier, the newest; empty if nothing.
   *
   * @param route by which it should go
   * @param code with which the one in the entry is compared, and not shown
   */
  Optional<Trail> trail(String route, Identifier identifier, String code) throws IOException;

  /** What Skyvern has for it; asked of the Skyvern of this route. */
  Sighting sighting(String route, Identifier identifier, String code);

  /** Sees to it that nobody has to act on this entry; false if it is done with already. */
  boolean drop(long id) throws IOException;

  /** The folders that are watched. */
  List<Folder> folders() throws IOException;

  /**
   * How a folder stands.
   *
   * @param because in words
   */
  record Folder(String name, boolean well, String because) {}
}
