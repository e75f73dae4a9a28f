/**
 * The ways in: mail comes through one of the rooms below this one and is handed to a {@link
 * dev.otpost.message.Receiver}; nothing else is done with it here.
 *
 * <p>What every way in holds to: it says yes to its peer only after the receiver has said that the
 * mail is durable, and in every other case leaves the mail where it was.
 */
@NullMarked
package dev.otpost.intake;

import org.jspecify.annotations.NullMarked;
