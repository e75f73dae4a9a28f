package dev.otpost.delivery;

import dev.otpost.message.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Which Skyvern, and how it is called.
 *
 * @param baseUrl {@code http} or {@code https}, without a path of its own as a rule; a trailing
 *     slash does no harm
 * @param apiKey sent as {@code x-api-key}; never empty when something is to be posted
 * @param callTimeout from the start of a call to the last byte of the answer
 */
public record SkyvernSettings(URI baseUrl, Secret apiKey, Duration callTimeout) {}
