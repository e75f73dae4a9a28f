package dev.otpost.shipped;

import dev.otpost.command.CommandPage;
import dev.otpost.config.ConfigurationPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes them all into the product, see {@code src/build/product.sh}. */
final class Papers {

  private Papers() {}

  /**
   * Begins when the jars and the runtime are in their places, for the licences are looked up there.
   *
   * @param arguments the folder of the product, the version, and the time that its files get
   */
  public static void main(String[] arguments) throws IOException {
    var product = Path.of(arguments[0]);
    var version = arguments[1];
    var date = arguments[2].substring(0, "2026-11-01".length());
    write(product.resolve("man/man8/otpost.8"), CommandPage.of(version, date));
    write(product.resolve("man/man5/otpost.yaml.5"), ConfigurationPage.of(version, date));
    write(product.resolve("THIRD-PARTY-NOTICES"), Notices.of(product).toString());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
