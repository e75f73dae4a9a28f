package dev.otpost.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The package of Debian in a machine of its own, booted by a real systemd. What is done there, and
 * what must hold, stands in {@code src/test/debian/story.sh}.
 */
class DebianIT {

  /** The base system may have to come over the network. */
  private static final Duration LIMIT = Duration.ofMinutes(20);

  /** With which {@code boot.sh} ends where no machine can be booted. */
  private static final int NO_MACHINE = 75;

  @Tag("system")
  @Test
  void isAsDebianWantsIt() throws Exception {
    var lintian = Needs.program("lintian", "lintian").toString();
    var deb = Needs.debianPackage();
    var found =
        Product.finish(
            new ProcessBuilder(lintian, "--allow-root", "--fail-on=error,warning", deb.toString()));
    assertEquals(0, found.exit(), found::toString);
  }

  @Tag("system")
  @Test
  void isInstalledAndRunsAndIsUpgradedAndPurgedUnderARealSystemd() throws Exception {
    Needs.program("debootstrap", "debootstrap");
    Needs.program("systemd-nspawn", "systemd-container");
    var deb = Needs.debianPackage();
    var said = Files.createTempFile("otpost-debian", ".txt");
    var boot =
        new ProcessBuilder("src/test/debian/boot.sh", deb.toString(), "target/debian")
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(boot.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), () -> "it does not end");
      var findings = Files.readString(said);
      Needs.machine(boot.exitValue() != NO_MACHINE, findings);
      assertEquals(0, boot.exitValue(), findings);
    } finally {
      boot.destroy();
      Files.delete(said);
    }
  }
}
