package dev.otpost.message;

/**
 * Something that is left to be done with a mail in its mailbox, now that it is durable here.
 *
 * @param id by which the spool knows it
 * @param place where the mail lay
 * @param tries how often it was tried before
 */
public record Errand(long id, Place place, int tries) {}
