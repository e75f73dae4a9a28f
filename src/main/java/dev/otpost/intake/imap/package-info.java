/** To be written. */
@NullMarked
package dev.otpost.intake.imap;

import org.jspecify.annotations.NullMarked;
