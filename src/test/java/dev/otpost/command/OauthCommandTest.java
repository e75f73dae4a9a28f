package dev.otpost.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code otpost oauth} as it is typed; what it does is in {@link OauthDeskTest}. */
final class OauthCommandTest {

  private final Shell shell;

  OauthCommandTest(@TempDir Path directory) {
    shell = new Shell(directory);
  }

  @Test
  void doesNotThrowAwayTheTokenOfAnAccountThatIsNotThere() {
    var ran = shell.run("oauth", "logout", "work");
    assertEquals(ExitCode.UNAVAILABLE, ran.exitCode());
    assertEquals(
        "There is no account work of imap.accounts with oauth; there is none.", ran.err().strip());
  }
}
