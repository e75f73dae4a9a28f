/** Text messages come in here, from Twilio or from a program of the user's. */
@NullMarked
package dev.otpost.web.sms;

import org.jspecify.annotations.NullMarked;
