/** Where runs of Skyvern fetch their codes ({@code totp_verification_url}). */
@NullMarked
package dev.otpost.web.pull;

import org.jspecify.annotations.NullMarked;
