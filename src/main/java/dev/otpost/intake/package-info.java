/**
 * The ways in: mail comes through one of the rooms below this one and is handed to a {@link
 * dev.otpost.message.Receiver}; nothing else is done with it there. Beside them stands {@link
 * dev.otpost.intake.dkim}, which says whose mail it is, to whoever asks: the receiver, so that all
 * ways in share it; and {@link dev.otpost.intake.oauth}, which has what mailboxes are opened with.
 *
 * <p>What every way in holds to: it says yes to its peer only after the receiver has said that the
 * mail is durable, and in every other case leaves the mail where it was.
 */
@NullMarked
package dev.otpost.intake;

import org.jspecify.annotations.NullMarked;
