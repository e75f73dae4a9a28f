package dev.otpost.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How the process begins. */
public final class Start {

  private Start() {}

  /**
   * Does what the arguments ask for, and says how it ended: the exit code.
   *
   * <p>A plain {@code serve}, as it stands in the unit and the image, goes past the library that
   * reads command lines, for that takes longer to start than otpost does.
   */
  public static int execute(Surroundings around, String... arguments) {
    return arguments.length == 1 && arguments[0].equals("serve")
        ? serve(around)
        : OtpostCommand.commandLine(around, arguments).execute(arguments);
  }

  private static int serve(Surroundings around) {
    try {
      new Service(around, Optional.empty()).run();
      return ExitCode.OK;
    } catch (Exception failure) {
      Endings.tell(failure, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      return Endings.exitCode(failure);
    }
  }
}
