package dev.otpost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {

  @TempDir Path directory;

  @Test
  void looksForTheFileInItsPlacesOneAfterTheOther() throws IOException {
    var system = directory.resolve("system.yaml");
    var shipped = directory.resolve("conf/otpost.yaml");

    assertEquals(Optional.empty(), search(system, Map.of()));

    Files.createDirectory(shipped.getParent());
    Files.createFile(shipped);
    assertEquals(Optional.of(shipped), search(system, Map.of()));

    Files.createFile(system);
    assertEquals(Optional.of(system), search(system, Map.of()));

    assertEquals(
        Optional.of(Path.of("/not/there.yaml")),
        search(system, Map.of("OTPOST_CONFIG", "/not/there.yaml")),
        "a file that was asked for is never passed over");
    assertEquals(Optional.of(system), search(system, Map.of("OTPOST_CONFIG", "")));
  }

  @Test
  void findsAPlaceForTheSpoolThatTheCommandsAndTheServiceShare() throws IOException {
    var system = directory.resolve("lib");
    var home = Map.of("HOME", "/home/jo");
    var state = Map.of("HOME", "/home/jo", "XDG_STATE_HOME", "/home/jo/state");
    var service = Map.of("HOME", "/", "STATE_DIRECTORY", "/var/lib/private/otpost:/var/lib/more");

    assertEquals(system, spool(system, Map.of("XDG_STATE_HOME", "not/absolute")));
    assertEquals(Path.of("/home/jo/.local/state/otpost"), spool(system, home));
    assertEquals(Path.of("/home/jo/state/otpost"), spool(system, state));

    Files.createSymbolicLink(system, Path.of("/not/for/us"));
    assertEquals(system, spool(system, state));
    assertEquals(Path.of("/var/lib/private/otpost"), spool(system, service));
  }

  private Optional<Path> search(Path system, Map<String, String> environment) {
    return Origin.search(system, directory, environment, "mx1").file();
  }

  private static Path spool(Path system, Map<String, String> environment) {
    return new Origin(Optional.empty(), environment, "mx1").spool(system);
  }
}
