package dev.otpost.delivery;

/**
 * What otpost may do at Gmail.
 *
 * @param autoConfirm whether it says yes by itself when a mailbox is to forward to this gateway
 */
public record GmailSettings(boolean autoConfirm) {}
