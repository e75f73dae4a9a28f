/**
 * The HTTP server: reads a request, finds out who asks, looks the path up in the table of {@link
 * Resource}s, and sends the answer. It knows nothing of what is answered.
 */
@NullMarked
package dev.otpost.web.http;

import org.jspecify.annotations.NullMarked;
