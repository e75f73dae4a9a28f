package dev.otpost.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.otpost.command.HashPasswordCommand.Typist;
import dev.otpost.message.PasswordHash;
import dev.otpost.message.Secret;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class HashPasswordCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheHashOfWhatIsTypedTwice() {
    assertEquals(ExitCode.OK, typed(" correct horse ", " correct horse "));

    assertTrue(printed().matches(new Secret(" correct horse "), 0));
    assertEquals(PasswordHash.STANDARD, printed().iterations());
    assertFalse((out.toString() + err).contains("horse"));
  }

  @Test
  void printsNothingWhenTheTwoAreNotTheSameOrThePersonGoesAway() {
    for (var given : List.of(List.of("a", "b"), List.of("a"), List.<String>of(), List.of("", ""))) {
      assertEquals(ExitCode.USAGE, typed(given.toArray(new String[0])));
    }
    assertEquals("", out.toString());
    assertEquals(4, err.toString().lines().count(), err::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"correct horse", "correct horse\n", "correct horse\r\n", "correct horse\nx"})
  void readsOneLineWhereNobodyCanBeAsked(String input) {
    assertEquals(ExitCode.OK, piped(input.getBytes(UTF_8)));
    assertTrue(printed().matches(new Secret("correct horse"), 0));
  }

  @Test
  void readsUtf8() {
    assertEquals(ExitCode.OK, piped("pässwörd 😀\n".getBytes(UTF_8)));
    assertTrue(printed().matches(new Secret("pässwörd 😀"), 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "a\u0000b\n", "a\u001bb\n", "p\u00e4ss\n"})
  void refusesWhatCanBeNoPassword(String input) {
    assertEquals(ExitCode.USAGE, piped(input.getBytes(ISO_8859_1)));
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  @ParameterizedTest
  @CsvSource({"1024, 0", "1025, 64", "100000, 64"})
  void takesAPasswordOf1024OctetsAndNoMore(int length, int exitCode) {
    assertEquals(exitCode, piped(("x".repeat(length) + "\r\n").getBytes(UTF_8)));
  }

  private PasswordHash printed() {
    return PasswordHash.of(out.toString().strip()).orElseThrow();
  }

  private int piped(byte[] input) {
    return run(Optional.empty(), input);
  }

  /** By a person who gives these answers and then leaves. */
  private int typed(String... answers) {
    Queue<String> left = new ArrayDeque<>(List.of(answers));
    return run(Optional.of(_ -> Optional.ofNullable(left.poll()).map(Secret::new)), new byte[0]);
  }

  private int run(Optional<Typist> typist, byte[] input) {
    var command =
        new CommandLine(
            new HashPasswordCommand(() -> typist, () -> new ByteArrayInputStream(input)));
    command.setExecutionExceptionHandler(
        (failure, self, _) -> {
          self.getErr().println(failure.getMessage());
          return Endings.exitCode(failure);
        });
    return command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute();
  }
}
