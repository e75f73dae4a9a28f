package dev.otpost.spool;

import dev.otpost.message.Place;
import dev.otpost.message.Watch;
import java.util.Optional;

/**
 * What the spool knows of a folder that is watched, or once was.
 *
 * @param watch how it stood when that was last reported
 * @param bookmark up to where it has been looked through; empty if that was never settled
 */
public record Watched(Watch watch, Optional<Place> bookmark) {}
