/**
 * What stands in PEM files: certificates, private keys, and which of them belong together.
 *
 * <p>It is told texts, not files: reading those, and saying what to do about them, is for the rooms
 * that ask for them. Keys with a passphrase are recognised and not read.
 *
 * <p>It stands among the words because two rooms that do not know each other need it: SMTP for what
 * it shows, the configuration for what a Skyvern is shown.
 */
@NullMarked
package dev.otpost.message.pem;

import org.jspecify.annotations.NullMarked;
