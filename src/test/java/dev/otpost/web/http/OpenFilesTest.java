package dev.otpost.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenFilesTest {

  @ParameterizedTest
  @CsvSource({
    "64, 8",
    "1024, 128",
    "4000, 500",
    "3992, 499",
    "1, 1",
    "1073741816, 500",
    "unlimited, 500"
  })
  void takesAnEighthOfTheFilesAtMost(String soft, int share, @TempDir Path directory)
      throws IOException {
    var limits = directory.resolve("limits");
    Files.writeString(
        limits,
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             63704                63704                processes
        Max open files            %s                 20000                files
        """
            .formatted(soft));

    assertEquals(share, OpenFiles.share(500, limits));
    assertEquals(
        soft.equals("unlimited") ? Optional.empty() : Optional.of(Long.valueOf(soft)),
        OpenFiles.most(limits));
    assertEquals(500, OpenFiles.share(500, directory.resolve("none")));
  }
}
