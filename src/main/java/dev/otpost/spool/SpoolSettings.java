package dev.otpost.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the spool lies and how long it remembers.
 *
 * @param path its directory; made, for its owner only, if it is missing
 * @param content how long after the end of an entry its mail and text are kept; zero: erased within
 *     a second
 * @param history how long after the end of an entry the record of it, without its content, is kept
 */
public record SpoolSettings(Path path, Duration content, Duration history) {}
