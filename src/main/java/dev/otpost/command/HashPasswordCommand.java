package dev.otpost.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code otpost hash-password}. */
@Command(
    name = "hash-password",
    description = {
      "Prints the hash of a password, for smtp.users and http.password.",
      "At a terminal it asks for the password twice and does not show it. Otherwise it reads one"
          + " line from the standard input."
    },
    mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {

  /** Somebody who types what is not shown. */
  interface Typist {

    /** Just as it was typed; empty when there will be no more. */
    Optional<Secret> secret(String question);
  }

  private final Supplier<Optional<Typist>> typist;
  private final Supplier<InputStream> input;

  @Spec private CommandSpec spec;

  HashPasswordCommand() {
    // Looked for only when it is needed: every command is made at every start.
    this(HashPasswordCommand::atTheTerminal, () -> System.in);
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the spec.
  HashPasswordCommand(Supplier<Optional<Typist>> typist, Supplier<InputStream> input) {
    this.typist = typist;
    this.input = input;
  }

  private static Optional<Typist> atTheTerminal() {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(
            console ->
                question ->
                    Optional.ofNullable(console.readPassword("%s", question))
                        .map(typed -> new Secret(new String(typed))));
  }

  @Override
  public Integer call() throws IOException, CommandFailure {
    var somebody = typist.get();
    var password = somebody.isPresent() ? asked(somebody.get()) : line(input.get());
    if (!PasswordHash.canBeOf(password)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "This can be no password: give 1 to %d octets without control characters."
              .formatted(PasswordHash.MAX_PASSWORD));
    }
    var out = spec.commandLine().getOut();
    out.println(PasswordHash.make(password, PasswordHash.STANDARD).text());
    out.flush();
    return ExitCode.OK;
  }

  private static Secret asked(Typist typist) throws CommandFailure {
    var first = typist.secret("The password? It is not shown: ");
    if (first.isEmpty() || first.get().isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "There is no password, so there is no hash.");
    }
    if (!typist.secret("Once more: ").equals(first)) {
      throw new CommandFailure(ExitCode.USAGE, "The two are not the same; nothing was hashed.");
    }
    return first.get();
  }

  /** Without what ends it. Not a byte more than a password may have is kept. */
  private static Secret line(InputStream in) throws IOException, CommandFailure {
    var line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
      // Two more: a CR, and one to be found too long by.
      if (line.size() < PasswordHash.MAX_PASSWORD + 2) {
        line.write(octet);
      }
    }
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray())).toString();
      return new Secret(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(ExitCode.USAGE, "The password is not UTF-8 text.");
    }
  }
}
