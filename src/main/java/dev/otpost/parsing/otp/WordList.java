package dev.otpost.parsing.otp;

/**
 * Words of the table that are not sought in the text but looked up, one at a time: what stands
 * right beside a number, or a piece of an address. They are whole words, without stars.
 */
enum WordList {
  /** Makes the number beside it an amount or a size. */
  UNIT,
  /** In the path of an address that signs in; hyphens as underscores. */
  PATH,
  /** In the path of one that does not. */
  NOPATH,
  /** The host, or the end of it, of links that never sign in. */
  NOHOST
}
