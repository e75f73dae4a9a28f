/**
 * Where the log goes and how a line of it looks. Rooms log by SLF4J; only here is it known what is
 * behind that.
 *
 * <p>{@link dev.otpost.log.LogLayout} shows where an exception was thrown but never what it says: a
 * piece of a mail may stand in it.
 */
@NullMarked
package dev.otpost.log;

import org.jspecify.annotations.NullMarked;
