package dev.otpost.intake.imap;

import dev.otpost.intake.body.Capacity;
import dev.otpost.intake.imap.ImapSettings.Limits;
import dev.otpost.message.Bookmarks;
import dev.otpost.message.Receiver;
import java.time.InstantSource;

/**
 * What all watchers share.
 *
 * @param limits how much each side may ask of the other
 * @param receiver takes the mail
 * @param bookmarks remembers how far each folder has been looked through
 * @param capacity what the mails that are being read may take of memory
 * @param tokens knows access tokens
 * @param timekeeper sees to it that nothing lasts for ever
 * @param clock tells the time of day
 */
record Shared(
    Limits limits,
    Receiver receiver,
    Bookmarks bookmarks,
    Capacity capacity,
    TokenSource tokens,
    Timekeeper timekeeper,
    InstantSource clock) {}
