package dev.otpost.doctor;

/** What to do about what breaks for several reasons, or in several places. */
enum Remedy {
  FULL("make room on the disk of the spool (spool.path); df -h says how much there is"),
  NOT_KEPT(
      "see in its log what is wrong with the spool: is its disk read-only, does it belong to the"
          + " user as whom otpost runs?"),
  NOT_OURS(
      "otpost did not know its own test mail: it has another spool than this configuration says,"
          + " or is older than this program; restart it, and see that both read the same"
          + " configuration"),
  NOT_THERE(
      "something else took it: another program, or an otpost with another spool, listens there;"
          + " ss -ltnp says which"),
  WRONG_CONFIGURATION(
      "it runs with another configuration than this one; restart it, or name its own by --config"),
  MAY_NOT(
      "name this machine's address in smtp.allowed-networks, or say who you are: --user NAME"
          + " --password-file FILE, with one of smtp.users"),
  BUSY("wait a minute and try again; if it stays so, see smtp.limits.* and who sends so much");

  private final String asks;

  Remedy(String asks) {
    this.asks = asks;
  }

  Finding.Ill ill(String because) {
    return new Finding.Ill(because, asks);
  }
}
