package dev.otpost.command;

import dev.otpost.spool.SpoolInUseException;
import dev.otpost.spool.SpoolTooNewException;
import dev.otpost.spool.SpoolUnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a command ends that could not do what it was asked to. */
final class Endings {

  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private Endings() {}

  /** Says what was in the way. */
  static void tell(Exception failure, PrintWriter err) {
    switch (failure) {
      case CommandFailure expected -> err.println(expected.getMessage());
      case IOException world -> err.println("otpost: " + world.getMessage());
      case Exception ours -> {
        err.println("otpost failed, which it should not. Please report this:");
        // Through the log, which shows where but no message: a piece of a mail may stand in it.
        log.atError().setCause(ours).log("failed");
      }
    }
    err.flush();
  }

  static int exitCode(Exception failure) {
    return switch (failure) {
      case CommandFailure expected -> expected.exitCode();
      case SpoolInUseException _ -> ExitCode.TRY_LATER;
      case SpoolTooNewException _, SpoolUnusableException _ -> ExitCode.CANNOT_CREATE;
      case IOException _ -> ExitCode.UNAVAILABLE;
      case Exception _ -> ExitCode.SOFTWARE;
    };
  }
}
