package dev.otpost.message;

import java.time.Instant;

/**
 * Who wrote a mail, and when: of two mails of one site the older one is worth nothing once the
 * newer has been posted.
 *
 * @param site domain of the author's address; never empty
 * @param at by the site's own clock, to the second as a rule; never after the mail had come
 */
public record Written(String site, Instant at) {}
