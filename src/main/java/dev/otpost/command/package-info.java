/**
 * What a person types, what is printed for him or for a program, and the exit code.
 *
 * <p>{@link dev.otpost.command.Start} is the way in, and hands each command its {@link
 * dev.otpost.command.Surroundings}: none of them asks the process for its environment or for the
 * time. What goes wrong in the world ends with a sentence and a code of {@link
 * dev.otpost.command.ExitCode}; a fault of ours ends in the log, without its message, for a piece
 * of a mail may stand in it.
 *
 * <p>Decision: {@code otpost ingest} runs the gateway itself and commits beside the daemon, rather
 * than speak SMTP to it. So it needs no daemon that is up, no port and no password; whoever may
 * write into the spool may hand in mail.
 */
@NullMarked
package dev.otpost.command;

import org.jspecify.annotations.NullMarked;
