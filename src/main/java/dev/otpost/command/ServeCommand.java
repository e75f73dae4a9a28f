package dev.otpost.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code otpost serve}. */
@Command(
    name = "serve",
    description = {
      "Takes in mail and posts it, in the foreground, until SIGTERM or SIGINT. Logs to the standard"
          + " output.",
      "SIGHUP reads again: the API keys, certificates and proxies of every Skyvern, the passwords"
          + " of mailboxes, the listener's certificate, the URLs and the password of alerts, the"
          + " password and the tokens of HTTP, and the keys of runs and the tokens of text"
          + " messages."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @ParentCommand private OtpostCommand otpost;
  @Mixin private ConfigOption config;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields.
  ServeCommand() {}

  @Override
  public Integer call() throws Exception {
    new Service(otpost.around(), config.file()).run();
    return ExitCode.OK;
  }
}
